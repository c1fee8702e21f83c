// What stands over the till until it is over: the drawer left open, the shown guest in another till's basket.
import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "./desk.ts";
import type { DrawerWatch } from "./drawer-watch.ts";
import type { Say } from "./words.ts";

const alarm = (kind: string, text: string): TemplateResult =>
  html`<p class="banner ${kind}" role="alert">▲ ${text}</p>`;

export const drawerBand = (
  drawer: DrawerWatch | undefined,
  say: Say,
  nowMs: number,
): TemplateResult | typeof nothing => {
  const sinceMs = drawer?.openSinceMs();
  if (sinceMs === undefined) return nothing;
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1_000));
  return alarm("drawer", say("drawer.leftOpen", { seconds }));
};

export const sharedBand = (
  { identified, shared }: Pick<Desk, "identified" | "shared">,
  say: Say,
): TemplateResult | typeof nothing => {
  const others = shared.others();
  if (identified === undefined || others.length === 0) return nothing;
  const { name } = identified.member;
  return alarm("shared", say("shared.card", { name, tills: others.join(" · ") }));
};
