// Puts the idle screen into the kiosk's page at build time: its markup, its rules, and the few lines that run before
// the first paint, all in the page itself: nothing more is fetched. The gateway names them by hash in its policy.
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";
import { idleMarkup } from "./markup.ts";
import { idleSheet } from "./sheet.ts";

const id = "painted";
const lines = "first-paint.js";
const script = fileURLToPath(new URL("./main.ts", import.meta.url));

/** The lines before the paint as one classic script. */
const compiled = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "chrome120",
      rolldownOptions: { input: script, output: { format: "iife" } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("no first paint was built");
  return output.output[0].code;
};

/** Nothing is painted before the lines below it have run: no night that begins as day. */
const wait = '<link rel="expect" href="#last" blocking="render">';
const last = '<i id="last" hidden></i>';
const scripts =
  /\s*<(?:script|link rel="modulepreload")[^>]*(?:src|href)="([^"]*)">(?:<\/script>)?/g;

/** The text of the one file of the bundle whose name ends so; it is taken out, the page holds it. */
const taken = (bundle: Rolldown.OutputBundle, ending: string): string => {
  const [found] = Object.values(bundle).filter(
    (file) => file.type === "asset" && file.names.includes(ending),
  );
  if (found?.type !== "asset") throw new Error(`${ending} was not built`);
  delete bundle[found.fileName];
  const { source } = found;
  return (typeof source === "string" ? source : new TextDecoder().decode(source)).trim();
};

export const firstPaint = (): Plugin => {
  const markup = idleMarkup();
  return {
    name: "tallygate:first-paint",
    apply: "build",
    async buildStart() {
      this.emitFile({ type: "asset", name: lines, source: await compiled() });
    },
    transform: {
      order: "pre",
      filter: { id: /\/kit\/kiosk-page\.css$/ },
      handler: (code) => ({ code: `${code}\n${idleSheet(id, markup)}`, map: null }),
    },
    transformIndexHtml: {
      order: "post",
      handler(page, { filename, bundle = {} }) {
        if (!filename.endsWith("/kiosk/index.html")) return page;
        const then = [...page.matchAll(scripts)].map(([, path]) => path).toReversed();
        const sheet = taken(bundle, "kiosk.css");
        const script = `<script data-then="${then.join(" ")}">${taken(bundle, lines)}</script>`;
        return page
          .replaceAll(scripts, "")
          .replace(/<link rel="stylesheet"[^>]*>/, () => `${wait}<style>${sheet}</style>`)
          .replace(
            "<body></body>",
            () => `<body><div id="${id}" han>${markup}</div>${script}${last}</body>`,
          );
      },
    },
  };
};
