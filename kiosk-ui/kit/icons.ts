// Line icons on a 24-unit grid: one weight, round ends, no fill. Always beside a word, so silent to a screen reader.
import { svg, type SVGTemplateResult, html, type TemplateResult } from "lit";

const shapes = {
  back: svg`<path d="M14.5 5.5 8 12l6.5 6.5"/>`,
  language: svg`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.6 2.4 3.9 5.2 3.9 8.5s-1.3 6.1-3.9 8.5c-2.6-2.4-3.9-5.2-3.9-8.5s1.3-6.1 3.9-8.5Z"/>`,
  comfort: svg`<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="7.6" r="1.1"/><path d="M7.5 10.3c1.5.5 3 .8 4.5.8s3-.3 4.5-.8M12 11.1v2.6m0 0-2 4m2-4 2 4"/>`,
  bell: svg`<path d="M4 17.5h16M5.5 15a6.5 6.5 0 0 1 13 0M12 8.5V6.3M10.5 6h3M3.5 19.5h17"/>`,
  leave: svg`<path d="M13 5H6v14h7M10.5 12H20m-3-3 3 3-3 3"/>`,
  gift: svg`<rect x="4.5" y="9" width="15" height="4"/><path d="M6 13v6.5h12V13M12 9v10.5M12 9C9 9 7.5 8 7.5 6.4S9.7 4 10.6 5.3C11.5 6.6 12 9 12 9Zm0 0c3 0 4.5-1 4.5-2.6S14.3 4 13.4 5.3 12 9 12 9Z"/>`,
  receipt: svg`<path d="M6 4.5h12v15l-2-1.3-2 1.3-2-1.3-2 1.3-2-1.3-2 1.3ZM9 8.5h6M9 12h6"/>`,
  bath: svg`<path d="M4.5 12h15a7.5 6.5 0 0 1-15 0ZM8.5 18.8h7M9 9.5c-1-1.2 1-2.3 0-3.7M12.5 9.5c-1-1.2 1-2.3 0-3.7M16 9.5c-1-1.2 1-2.3 0-3.7"/>`,
  cup: svg`<path d="M5 9h11v5.5a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4ZM16 10.5h1.5a2 2 0 0 1 0 4H16M8.5 6.5V5M12.5 6.5V5"/>`,
  go: svg`<path d="M4.5 12h15m-5-5 5 5-5 5"/>`,
  tick: svg`<path d="m5 12.8 4.6 4.6L19.5 7"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.2 1.9"/>`,
  warn: svg`<path d="M12 4.5 20.5 19h-17ZM12 10v4M12 16.5v.2"/>`,
  phone: svg`<rect x="7.5" y="3.5" width="9" height="17" rx="1.5"/><path d="M11 17.5h2"/>`,
  lock: svg`<rect x="5.5" y="10.5" width="13" height="9" rx="1"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14v2"/>`,
  rubOut: svg`<path d="M9 5.5h11v13H9L3.5 12ZM12 9.5l5 5m0-5-5 5"/>`,
  bed: svg`<path d="M4 6v13M4 16h16v3M20 16v-2.5a3 3 0 0 0-3-3h-6.5V16"/><circle cx="7.3" cy="12.2" r="1.7"/>`,
  calendar: svg`<rect x="4.5" y="6" width="15" height="13.5" rx="1"/><path d="M4.5 10h15M8.5 4v3.5M15.5 4v3.5m-6.3 7.3 2 2 3.6-3.9"/>`,
  wallet: svg`<path d="M4.5 8.5h15v10.5h-15ZM4.5 8.5 15.5 5l1.2 3.5M19.5 12h-4.3a1.9 1.9 0 0 0 0 3.8h4.3"/>`,
  ticket: svg`<path d="M4 7.5h16v3a1.6 1.6 0 0 0 0 3.2v3H4v-3a1.6 1.6 0 0 0 0-3.2ZM14.5 7.5v9.2" />`,
  low: svg`<path d="M12 4v12m-4.5-4.5L12 16l4.5-4.5M5 20h14"/>`,
  ear: svg`<path d="M5 13a7 7 0 0 1 14 0v5.5h-3.5V13H19M5 13v5.5h3.5V13H5"/>`,
  large: svg`<path d="M3.5 17.5 8 6.5l4.5 11M5 14h6M13.5 17.5 16.5 10l3 7.5M14.5 15h4"/>`,
  contrast: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17Z" fill="currentColor"/>`,
  printer: svg`<path d="M7 9V4.5h10V9M7 16H4.5V9h15v7H17M7 13.5h10v6H7Z"/>`,
  seal: svg`<circle cx="12" cy="9.4" r="5.6"/><path d="M8.6 14 7.2 20.6l4.8-2.4 4.8 2.4-1.4-6.6M12 7l.8 1.7 1.8.2-1.3 1.3.3 1.8-1.6-.9-1.6.9.3-1.8-1.3-1.3 1.8-.2z"/>`,
  away: svg`<path d="M7 18h10a4 4 0 0 0 1.6-7.7A6 6 0 0 0 7.6 8.8 4.7 4.7 0 0 0 7 18ZM4.5 4.5l15 15.5"/>`,
  lay: svg`<rect x="5.5" y="3.5" width="13" height="8" rx="1.2"/><path d="M8 8.8h4M12 13.5v3.3m-2.2-2 2.2 2.2 2.2-2.2M4 19c2.5 1.9 13.5 1.9 16 0"/>`,
  unknown: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.7M12 16.5v.2"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

export const icon = (name: IconName, className = ""): TemplateResult =>
  html`<svg class="ic ${className}" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`;

/** The picture for what is counted; a cup for whatever has none of its own. */
export const assetIcon = (asset: string): IconName =>
  /spa|bath|wash|pool/.test(asset) ? "bath" : "cup";
