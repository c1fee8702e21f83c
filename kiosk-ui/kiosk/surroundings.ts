// What stands around the kiosk: its reader, its printer's paper, head office. Told by the gateway, asked again on a
// fresh connection; the page only reads it.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import type { Info } from "../charts/kiosk/visit.ts";

export interface Surroundings {
  readonly readerThere: boolean;
  readonly armed: boolean;
  readonly paper: "ok" | "low" | "out";
  readonly headOffice: Info["headOffice"];
}

const armForMs = 600_000;
const armRetryMs = 2_000;
/** so few receipts left on the roll are told before a guest begins; as gateway/devices/printer-alerts.ts */
const receiptsLow = 20;

export interface Watch {
  /** asks for everything again */
  readonly refresh: () => Promise<void>;
  /** takes the reader; while another station still holds it, tries again shortly */
  readonly arm: () => Promise<void>;
  readonly disarmed: () => void;
  readonly know: (more: Partial<Surroundings>) => void;
  readonly stop: () => void;
}

type Printer = Pick<ResultOf<"device.list">[number], "state" | "counters">;

/** Near its end by the printer's own sensor, or by what has been printed from the roll. */
const isLow = ({ counters: { paperLow = 0, receiptsLeft = receiptsLow } }: Printer): boolean =>
  paperLow > 0 || receiptsLeft < receiptsLow;

/** A house without a printer here promises no paper, and is not out of it. */
const paperOf = (printers: readonly Printer[]): Surroundings["paper"] => {
  const ready = printers.filter(({ state }) => state === "ready");
  if (ready.length === 0) return printers.length === 0 ? "ok" : "out";
  return ready.every(isLow) ? "low" : "ok";
};

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
    know({
      readerThere: own.some(({ kind, state }) => kind === "card-reader" && state === "ready"),
      paper: paperOf(own.filter(({ kind }) => kind === "receipt-printer")),
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
    if (data.code === "printer.paper_low") void refresh();
  });
  return {
    refresh,
    arm,
    disarmed: () => know({ armed: false }),
    know,
    stop: () => clearTimeout(retry),
  };
};
