// The process around the PC/SC library: one that was too slow to start is given more time, not started for ever.
import { expect, describe, test, vi } from "vitest";
import { createPcscPort } from "../../drivers/ports/pcsc.ts";
import { lacks } from "../support/parts.ts";
import { startPcscd } from "./support/pcscd.ts";

describe.skipIf(lacks("pcscd", "vpcd"))("the PC/SC child", () => {
  test("gets more time when it was too slow to start, until it is there", async () => {
    const pcscd = await startPcscd();
    vi.stubEnv("PCSCLITE_CSOCK_NAME", pcscd.socketPath);
    const { promise: seen, resolve } = Promise.withResolvers<void>();
    const port = createPcscPort({
      word: ({ word }) => (word === "reader" ? resolve() : undefined),
      lost: () => undefined,
      log: () => undefined,
      patience: { silenceMs: 2500, startMs: 10 },
    });
    await seen;
    expect(port.restarts()).toBeGreaterThan(0);
    await port.close();
    await pcscd.close();
    vi.unstubAllEnvs();
  }, 120_000);
});
