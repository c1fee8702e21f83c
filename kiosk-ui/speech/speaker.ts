// Says sentences one after another, through the gateway's voice. A new action silences the one before at once; nothing
// that was said is kept.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { piecesOf } from "./utterance.ts";
import { voiceOf } from "./voices.ts";

/** A piece takes some ten seconds: longer ones would outgrow a frame. */
const pieceCharsMax = 48;

export interface Speaker {
  /** `language` of the page; those nobody here can speak stay silent */
  readonly say: (texts: readonly string[], language: string, volume: number) => void;
  readonly hush: () => void;
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)).buffer;

export const createSpeaker = (client: TallygateClient): Speaker => {
  let context: AudioContext | undefined;
  let playing: AudioBufferSourceNode | undefined;
  let turn = 0;

  const play = async (wav: string): Promise<void> => {
    context ??= new AudioContext();
    const buffer = await context.decodeAudioData(bytesOf(wav));
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    playing = source;
    await new Promise<void>((resolve) => {
      source.addEventListener("ended", () => resolve(), { once: true });
      source.start();
    });
  };
  const hush = (): void => {
    turn += 1;
    playing?.stop();
    playing = undefined;
  };

  return {
    hush,
    say: (texts, language, volume) => {
      hush();
      const mine = turn;
      const lang = voiceOf(language);
      if (lang === undefined) return;
      const pieces = texts.flatMap((text) => piecesOf(text, pieceCharsMax));
      void (async () => {
        for (const text of pieces) {
          const { wav } = await client.call("speech.speak", { text, lang, volume });
          if (mine !== turn) return;
          await play(wav);
          if (mine !== turn) return;
        }
      })().catch(() => undefined);
    },
  };
};
