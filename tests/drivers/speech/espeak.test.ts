// The kiosk's voice: a real WAV from the system's espeak-ng, and bounds that hold when the child misbehaves.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { halved, speak } from "../../../drivers/speech/espeak.ts";
import { lacks } from "../../support/parts.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-voice-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A stand-in for the program on this machine: what it does is the shell's. */
const program = (name: string, script: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const hello = { text: "hello", lang: "en", volume: 3 } as const;

describe.skipIf(lacks("speech"))("with espeak-ng", () => {
  test.each([
    ["cmn", "请轻触会员卡，把卡放在屏幕下方的读卡处"],
    ["en", "Please tap your card"],
  ] as const)("%s becomes a mono WAV whose header is true", async (lang, text) => {
    const wav = Buffer.from((await speak({ text, lang, volume: 3 })).wav, "base64");
    expect(wav.subarray(0, 4).toString()).toBe("RIFF");
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([
      1, 11_025, 16,
    ]);
    expect(wav.length).toBeGreaterThan(20_000);
  });

  test("louder is louder, and an option in the text is only text", async () => {
    const loudness = async (volume: number): Promise<number> => {
      const wav = Buffer.from((await speak({ ...hello, volume })).wav, "base64");
      let most = 0;
      for (let at = 44; at + 1 < wav.length; at += 2)
        most = Math.max(most, Math.abs(wav.readInt16LE(at)));
      return most;
    };
    expect(await loudness(5)).toBeGreaterThan(2 * (await loudness(1)));
    await expect(speak({ ...hello, text: "--version" })).resolves.toHaveProperty("wav");
  });
});

describe("bounds", () => {
  test("a machine without the program says so, and is not asked to try again", async () => {
    await expect(speak(hello, join(folder, "none"))).rejects.toMatchObject({
      code: "unsuited",
      retryable: false,
    });
  });

  test("a child that talks without end is stopped, one that fails is a fault", async () => {
    const endless = program("endless", "exec cat /dev/zero");
    await expect(speak(hello, endless)).rejects.toMatchObject({ code: "failed" });
    const failing = program("failing", "cat >/dev/null; exit 3");
    await expect(speak(hello, failing)).rejects.toMatchObject({ code: "failed" });
  });

  test("a third sentence at once is refused, and the place is free again afterwards", async () => {
    const slow = program("slow", "cat >/dev/null; read -r _ < /dev/null; sleep 0.3; exit 3");
    const two = [speak(hello, slow), speak(hello, slow)].map((one) => one.catch(() => "over"));
    await expect(speak(hello, slow)).rejects.toMatchObject({ code: "busy" });
    expect(await Promise.all(two)).toEqual(["over", "over"]);
    await expect(speak(hello, join(folder, "none"))).rejects.toMatchObject({ code: "unsuited" });
  });

  test("halving keeps pairs' means and a header that fits", () => {
    const wav = Buffer.alloc(44 + 8);
    wav.writeUInt32LE(22_050, 24);
    wav.writeUInt32LE(44_100, 28);
    for (const [at, sample] of [100, 300, -200, -400].entries())
      wav.writeInt16LE(sample, 44 + at * 2);
    const half = halved(wav);
    expect([half.readInt16LE(44), half.readInt16LE(46), half.readUInt32LE(40)]).toEqual([
      200, -300, 4,
    ]);
  });
});
