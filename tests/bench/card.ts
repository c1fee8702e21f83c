// A card laid on a reader → its UID known, through our device host, beside a C client of PC/SC that does nothing else.
// Both have a pcscd and a reader of their own that wakes pcscd at once; `--quick` takes fewer cards.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import {
  startHostProcess,
  type HostConnection,
  type HostProcess,
} from "../drivers/support/host-process.ts";
import { startPcscd, uidCard, type Pcscd } from "../drivers/support/pcscd.ts";
import { root } from "../support/sources.ts";
import { interleave, median, percentile, repeat, timed, type Bench } from "./figures.ts";

/** A card a side, laid and taken away again; resolves with the time until its UID was known. */
interface Side extends AsyncDisposable {
  readonly tap: () => Promise<number>;
}

const nextUid = (() => {
  let cards = 0;
  return (): string => `BB${(cards += 1).toString(16).padStart(6, "0").toUpperCase()}`;
})();

const tapOn = async (
  pcscd: Pcscd,
  wait: {
    readonly known: (uid: string) => Promise<unknown>;
    readonly gone: (uid: string) => Promise<unknown>;
  },
): Promise<number> => {
  const uid = nextUid();
  const known = wait.known(uid);
  let lift = (): void => undefined;
  const took = await timed(async () => {
    ({ lift } = await pcscd.lay(uidCard(uid)));
    await known;
  });
  const gone = wait.gone(uid);
  lift();
  await gone;
  return took;
};

const openOurs = async (): Promise<Side> => {
  const pcscd = await startPcscd({ swift: true });
  const host: HostProcess = startHostProcess({
    env: { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
    devices: [{ device: "reader", driver: "pcsc-reader" }],
  });
  const gateway: HostConnection = await host.connect();
  await gateway.until(() => gateway.stateOf("reader") === "ready", "ready");
  const heard = (event: "card.presented" | "card.removed") => (uid: string) =>
    gateway.until(
      () => gateway.events.some((each) => each.event === event && each.uid === uid),
      `${event} ${uid}`,
    );
  return {
    tap: () => tapOn(pcscd, { known: heard("card.presented"), gone: heard("card.removed") }),
    [Symbol.asyncDispose]: async () => {
      gateway.close();
      await host.close();
      await pcscd.close();
    },
  };
};

/** Compiled here: a bench without gcc and libpcsclite-dev fails, it does not leave its peer out. */
const openPeer = async (): Promise<Side> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-card-client-"));
  const program = join(folder, "card-client");
  const source = join(root, "tests/bench/card-client.c");
  execFileSync("gcc", ["-O2", "-I/usr/include/PCSC", "-o", program, source, "-lpcsclite"]);
  const pcscd = await startPcscd({ swift: true });
  const env = { ...process.env, PCSCLITE_CSOCK_NAME: pcscd.socketPath };
  const child: ChildProcess = spawn(program, { env, stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("the client has no output");
  const lines: Interface = createInterface(child.stdout);
  const line = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (said: string): void => {
        if (said !== text) return;
        lines.off("line", look);
        resolve();
      };
      lines.on("line", look);
    });
  await line("ready");
  return {
    tap: () => tapOn(pcscd, { known: line, gone: () => line("gone") }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      lines.close();
      await pcscd.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const bench: Bench = {
  says: "card laid on the reader → UID known",
  run: async ({ quick }) => {
    await using ours = await openOurs();
    await using peer = await openPeer();
    await repeat(5, ours.tap);
    await repeat(5, peer.tap);
    const taken = await interleave(
      quick ? 4 : 12,
      () => repeat(10, ours.tap),
      () => repeat(10, peer.tap),
    );
    const peerName = "C client of PC/SC";
    return [
      {
        what: "insert → UID, median",
        ours: median(taken.ours),
        peer: median(taken.peer),
        peerName,
        unit: "ms",
        limit: 2,
      },
      {
        what: "insert → UID, p95",
        ours: percentile(taken.ours, 0.95),
        peer: percentile(taken.peer, 0.95),
        peerName,
        unit: "ms",
      },
    ];
  },
};
