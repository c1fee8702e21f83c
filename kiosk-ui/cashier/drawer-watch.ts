// The desk's drawer that was left open: told by the gateway every 30 s until it is shut, said and heard at the till.
import type { TallygateClient } from "../../gateway/protocol/client.ts";

export interface DrawerWatch {
  /** since when it stands open, by this page's clock; undefined: nothing to say */
  readonly openSinceMs: () => number | undefined;
}

export interface DrawerWatchParts {
  readonly client: Pick<TallygateClient, "on" | "onStatus">;
  /** drawers of other places are other people's */
  readonly isOwn: (device: string) => boolean;
  readonly nowMs: () => number;
  /** after each word about it; `heard` is said once an alarm */
  readonly changed: () => void;
  readonly heard: () => void;
}

export const watchDrawer = (parts: DrawerWatchParts): DrawerWatch => {
  const sinceMsByDrawer = new Map<string, number>();
  const { client, changed } = parts;
  client.on("alert", ({ data }) => {
    const { code, device, openForMs = 0 } = data;
    if (code !== "drawer.left_open" || device === undefined || !parts.isOwn(device)) return;
    sinceMsByDrawer.set(device, parts.nowMs() - openForMs);
    parts.heard();
    changed();
  });
  client.on("drawer.state", ({ data }) => {
    if (!data.open && sinceMsByDrawer.delete(data.device)) changed();
  });
  // It may have been shut while nobody could say so; what still stands open is told again within 30 s.
  client.onStatus(({ state }) => {
    if (state === "online") return;
    sinceMsByDrawer.clear();
  });
  return {
    openSinceMs: () =>
      sinceMsByDrawer.size === 0 ? undefined : Math.min(...sinceMsByDrawer.values()),
  };
};
