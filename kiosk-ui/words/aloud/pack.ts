// What is spoken where the words on the screen are no words for the ear: sentences of their own, and how a language
// says days, hours and single signs.
import type { Word } from "../kiosk/pack.ts";

export interface Aloud {
  /** instead of the sentence on the screen; the same places */
  readonly words: Readonly<Partial<Record<Word, string>>>;
  /** a day, from its figures */
  readonly day: (year: number, month: number, day: number) => string;
  readonly hour: (hour: number, minute: number) => string;
  /** what stands for the covered part of a number */
  readonly hidden: string;
  /** said once to who begins to listen: which keys repeat and stop */
  readonly keys: string;
  /** between before and after */
  readonly becomes: string;
}
