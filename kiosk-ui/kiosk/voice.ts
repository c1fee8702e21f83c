// When the kiosk speaks: each new screen, each control a key lands on, each count of digits; and when it falls silent.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { VisitContext } from "../charts/kiosk/visit.ts";
import { aloudIn, createScribe } from "../speech/scribe.ts";
import { createSpeaker } from "../speech/speaker.ts";
import { utteranceOf, utterancesOf } from "../speech/utterance.ts";
import type { Say } from "../words/kiosk.ts";

export interface Heard {
  readonly root: ParentNode;
  readonly screen: string;
  readonly visit: VisitContext;
  readonly say: Say;
  /** personal figures go to a headset only */
  readonly privately: boolean;
}

export interface Voice {
  /** before each drawing: what is said from now on is known by its spoken form */
  readonly listen: (say: Say, language: string) => Say;
  /** after each drawing: speaks what is new */
  readonly drawn: (heard: Heard) => void;
  readonly focused: (control: Element, heard: Heard) => void;
  /** says the last words again (EN 301 549 5.1.3.7) */
  readonly again: () => void;
  /** stops speaking; what comes next is spoken as ever */
  readonly stop: () => void;
  readonly hush: () => void;
}

export const createVoice = (client: TallygateClient): Voice => {
  const speaker = createSpeaker(client);
  const scribe = createScribe();
  let spoken = "";
  let last: Parameters<typeof speaker.say> | undefined;
  const speak = (...words: Parameters<typeof speaker.say>): void => {
    last = words;
    speaker.say(...words);
  };
  return {
    listen: scribe.listen,
    drawn: ({ root, screen, visit, say, privately }) => {
      const { language, volume } = visit.comfort;
      const page = root.querySelector(".sheet section") ?? root.querySelector("main");
      // While a number is typed only its count is new.
      const now = [screen, visit.typed.length, visit.refused?.code, visit.help, language].join("|");
      if (page === null || now === spoken) return;
      const same = spoken.startsWith(`${screen}|`) && spoken.endsWith(`|${language}`);
      spoken = now;
      const texts = utterancesOf(page, scribe.aloud, { privately });
      const typed = say("pad.typed", { count: visit.typed.length });
      const first = last === undefined ? [aloudIn(language).keys] : [];
      speak(same && visit.typed !== "" ? [typed] : [...texts, ...first], language, volume);
    },
    focused: (control, { visit }) =>
      speak([utteranceOf(control, scribe.aloud)], visit.comfort.language, visit.comfort.volume),
    again: () => {
      if (last !== undefined) speaker.say(...last);
    },
    stop: speaker.hush,
    hush: () => {
      spoken = "";
      last = undefined;
      scribe.forget();
      speaker.hush();
    },
  };
};
