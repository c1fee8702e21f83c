// A store whose spare has taken over writes nothing any more, also not after the next start.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartRefused } from "../faults.ts";

const noteIn = (data: string): string => join(data, "superseded.json");

/** On the disk before anybody is told. */
export const noteSuperseded = (data: string, epoch: number, at: string): void =>
  writeFileSync(noteIn(data), JSON.stringify({ epoch, at }), { mode: 0o600, flush: true });

export const supersededWords = (epoch: number): string =>
  `Another machine has taken this store over (epoch ${epoch}): nothing is written here any more. ` +
  "Make this machine the spare of that one (tallygate spare follow), or take it out of service " +
  "(tallygate uninstall).";

/** Throws StartRefused where another machine has taken this store over. */
export const refuseSuperseded = (data: string): void => {
  const file = noteIn(data);
  if (!existsSync(file)) return;
  const note: unknown = JSON.parse(readFileSync(file, "utf8"));
  throw new StartRefused("superseded", supersededWords(Number(Reflect.get(Object(note), "epoch"))));
};

export const isSuperseded = (data: string): boolean => existsSync(noteIn(data));

/** Its books have made room for those of the machine that took over. */
export const forgetSuperseded = (data: string): void => rmSync(noteIn(data), { force: true });
