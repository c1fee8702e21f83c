// Words to sound by espeak-ng, a child for each sentence and bounded in text, time, size and number. Keeps nothing:
// what was said to one guest is nowhere when she has gone.
import { spawn } from "node:child_process";
import { DeviceFault } from "../driver.ts";

export const spokenLanguages = ["cmn", "en"] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

export interface Utterance {
  readonly text: string;
  readonly lang: SpokenLanguage;
  /** 1 (quiet) to 5 */
  readonly volume: number;
}

/** A sentence, not a page: some ten seconds. */
export const utteranceCharsMax = 160;
const soundBytesMax = 700_000;
const childMs = 5_000;
const childrenMax = 2;
const wordsPerMinute = { cmn: 150, en: 160 } as const;
/** espeak-ng's own amplitude goes from 0 to 200 */
const amplitudeStep = 40;

let children = 0;

const run = (command: string, { text, lang, volume }: Utterance): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const flags = [
      "-v",
      lang,
      "-s",
      String(wordsPerMinute[lang]),
      "-a",
      String(volume * amplitudeStep),
    ];
    const child = spawn(command, [...flags, "--stdin", "--stdout"], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: childMs,
      killSignal: "SIGKILL",
    });
    const pieces: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > soundBytesMax) child.kill("SIGKILL");
      else pieces.push(piece);
    });
    child.on("error", () =>
      reject(new DeviceFault("unsuited", false, "this machine has no espeak-ng")),
    );
    child.on("close", (code) =>
      code === 0 && bytes > 0
        ? resolve(Buffer.concat(pieces))
        : reject(new DeviceFault("failed", true, "espeak-ng did not finish the sentence")),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(text.slice(0, utteranceCharsMax));
  });

/** `data` of a RIFF file written to a pipe runs to its end: the header could not know its length. */
const dataAt = 44;

/** Every second sample is enough for speech and halves what travels; a mono 16-bit WAV again. */
export const halved = (wav: Buffer): Buffer => {
  const samples = Math.floor((wav.length - dataAt) / 4);
  const half = Buffer.alloc(dataAt + samples * 2);
  wav.copy(half, 0, 0, dataAt);
  half.writeUInt32LE(wav.readUInt32LE(24) / 2, 24);
  half.writeUInt32LE(wav.readUInt32LE(28) / 2, 28);
  half.writeUInt32LE(half.length - 8, 4);
  half.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) {
    const from = dataAt + at * 4;
    const mean = (wav.readInt16LE(from) + wav.readInt16LE(from + 2)) >> 1;
    half.writeInt16LE(mean, dataAt + at * 2);
  }
  return half;
};

/** A WAV in base64. Throws DeviceFault: no espeak-ng here, too many at once, or a sentence that did not end. */
export const speak = async (
  utterance: Utterance,
  command = "espeak-ng",
): Promise<{ readonly wav: string }> => {
  if (children >= childrenMax) throw new DeviceFault("busy", true, "somebody is being spoken to");
  children += 1;
  try {
    return { wav: halved(await run(command, utterance)).toString("base64") };
  } finally {
    children -= 1;
  }
};
