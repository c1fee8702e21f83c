// Shipped programmes and plain bills for the tests of this room.
import { readFileSync } from "node:fs";
import type { Programme } from "../../../gateway/programme/compile.ts";
import type { BillInput, BillLine, Facts } from "../../../gateway/programme/contract.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { parseProgramme } from "../../../gateway/programme/programme.ts";

const folder = new URL("../../../gateway/programmes/", import.meta.url);

export const programmeText = (id: string): string =>
  readFileSync(new URL(`${id}.json`, folder), "utf8");

export const programmeFile = (id: string): ProgrammeFile =>
  JSON.parse(programmeText(id)) as ProgrammeFile;

/** Parses a file that must be right; says what is wrong with it when it is not. */
export const programmeOf = (file: unknown): Programme => {
  const parsed = parseProgramme(file);
  if (!parsed.ok) throw new Error(parsed.error.map((one) => `${one.at} ${one.message}`).join("\n"));
  return parsed.value;
};

export const shipped = (id: string): Programme => programmeOf(programmeFile(id));

/** The smallest programme that takes the members given. */
export const programmeWith = (more: Partial<ProgrammeFile>): Programme =>
  programmeOf({ ...programmeFile("counter"), ...more });

/** A bill of a member whose card counts, with nothing on it but lines and facts. */
export const billOf = (
  lines: readonly BillLine[],
  facts: Facts = {},
  more: Partial<BillInput> = {},
): BillInput => ({
  lines,
  facts: { member: true, authenticated: true, channel: "desk", ...facts },
  recognised: true,
  holdings: { stored: 100_000_000 },
  carry: {},
  vouchers: [],
  redeem: [],
  offers: [],
  ...more,
});

export const line = (venue: string, list: number, more: Partial<BillLine> = {}): BillLine => ({
  venue,
  list,
  quantity: 1,
  ...more,
});
