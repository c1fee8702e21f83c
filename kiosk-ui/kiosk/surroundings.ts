// What stands around the kiosk: its reader, its printer's paper, head office. Told by the gateway, asked again on a
// fresh connection; the page only reads it.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { Info } from "../charts/kiosk/visit.ts";

export interface Surroundings {
  readonly readerThere: boolean;
  readonly armed: boolean;
  readonly paper: "ok" | "low" | "out";
  readonly headOffice: Info["headOffice"];
}

const armForMs = 600_000;
const armRetryMs = 2_000;

export interface Watch {
  /** asks for everything again */
  readonly refresh: () => Promise<void>;
  /** takes the reader; while another station still holds it, tries again shortly */
  readonly arm: () => Promise<void>;
  readonly disarmed: () => void;
  readonly know: (more: Partial<Surroundings>) => void;
  readonly stop: () => void;
}

export const watchSurroundings = (
  client: TallygateClient,
  show: (surroundings: Surroundings) => void,
): Watch => {
  let known: Surroundings = { readerThere: true, armed: false, paper: "ok", headOffice: "none" };
  let retry: ReturnType<typeof setTimeout> | undefined;
  const know = (more: Partial<Surroundings>): void => {
    known = { ...known, ...more };
    show(known);
  };
  const refresh = async (): Promise<void> => {
    const devices = await client.call("device.list", {}).catch(() => []);
    const own = devices.filter(({ role }) => (role ?? "lobby").startsWith("lobby"));
    const printers = own.filter(({ kind }) => kind === "receipt-printer");
    const prints = printers.length === 0 || printers.some(({ state }) => state === "ready");
    know({
      readerThere: own.some(({ kind, state }) => kind === "card-reader" && state === "ready"),
      paper: !prints ? "out" : known.paper === "low" ? "low" : "ok",
    });
  };
  const arm = async (): Promise<void> => {
    clearTimeout(retry);
    try {
      await client.call("input.arm", { expect: ["card", "code"], forMs: armForMs });
      know({ armed: true });
    } catch {
      know({ armed: false });
      retry = setTimeout(() => void arm(), armRetryMs);
    }
  };
  client.on("device.state", () => void refresh());
  client.on("sync.state", ({ data }) => know({ headOffice: data.headOffice }));
  client.on("alert", ({ data }) => {
    if (data.code === "printer.paper_low" && known.paper === "ok") know({ paper: "low" });
  });
  return {
    refresh,
    arm,
    disarmed: () => know({ armed: false }),
    know,
    stop: () => clearTimeout(retry),
  };
};
