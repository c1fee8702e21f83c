// Many new members at once: a list as it is pasted, and where each row stands while cards are laid on one by one. Pure.

export interface Newcomer {
  readonly name: string;
  readonly phone?: string;
}

/** Cards of one batch at most. */
export const batchMax = 200;

export interface BatchText {
  readonly rows: readonly Newcomer[];
  /** numbers of lines that are no person, counted from 1 */
  readonly unread: readonly number[];
}

const phone = /^\+?[\d -]{7,20}$/u;

const nameAndPhone = /^(?<name>[^\t,，;；]+?)(?:\s*[\t,，;；]\s*|\s+(?=\+?\d))(?<told>.+)$/u;

const newcomerOf = (line: string): Newcomer | undefined => {
  const { name = line, told } = nameAndPhone.exec(line)?.groups ?? {};
  if (name.length > 80 || /^\+?\d/u.test(name)) return undefined;
  if (told === undefined) return { name };
  return phone.test(told) ? { name, phone: told.replaceAll(/[ -]/gu, "") } : undefined;
};

/** One person a line: a name, then a phone after a blank, comma or tab. Empty lines are passed over. */
export const readBatch = (text: string): BatchText => {
  const rows: Newcomer[] = [];
  const unread: number[] = [];
  for (const [at, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === "") continue;
    const newcomer = newcomerOf(line.trim());
    if (newcomer === undefined || rows.length >= batchMax) unread.push(at + 1);
    else rows.push(newcomer);
  }
  return { rows, unread };
};

export interface BatchRow extends Newcomer {
  readonly state: "waiting" | "done" | "refused";
  /** the card's number, or the code of the refusal */
  readonly says?: string;
}

/** The row the next card is for; -1 = all are done. A refused one comes again after the waiting ones. */
export const nextRow = (rows: readonly BatchRow[]): number => {
  const waiting = rows.findIndex(({ state }) => state === "waiting");
  return waiting >= 0 ? waiting : rows.findIndex(({ state }) => state === "refused");
};
