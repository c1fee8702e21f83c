// What a machine remembers of being a spare: whom it follows, or whom it has taken over; and what it last heard.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Settings {
  /** `wss://gw.store-0042.lan:8443/spare` */
  readonly url: string;
  /** the address its name had when this was set up: the sandbox lets nothing else through */
  readonly address: string;
  /** the epoch this machine has taken the store over in */
  readonly tookOver?: number;
}

/** What was last heard from the store. */
export interface Heard {
  /** RFC 3339 */
  readonly at: string;
  /** a whole copy is there */
  readonly isWhole: boolean;
  /** commits since the copy was begun */
  readonly commits: number;
}

/** Units look for these two names: the gateway stays shut beside the first. */
const followingFile = (data: string): string => join(data, "following.json");
const tookOverFile = (data: string): string => join(data, "took-over.json");
const heardFile = (data: string): string => join(data, "following-heard.json");

export const copyFile = (data: string): string => join(data, "spare.db");

const write = (file: string, value: object): void => {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
};

const read = (file: string): object => {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  return typeof value === "object" && value !== null ? value : {};
};

/** undefined: this machine is nobody's spare, and has taken nobody over. */
export const readSettings = (data: string): Settings | undefined => {
  const file = [followingFile(data), tookOverFile(data)].find((one) => existsSync(one));
  if (file === undefined) return undefined;
  const { url, address, tookOver } = { url: "", address: "", tookOver: 0, ...read(file) };
  return { url, address, ...(tookOver > 0 ? { tookOver } : {}) };
};

export const writeSettings = (data: string, settings: Settings): void => {
  const isOver = settings.tookOver !== undefined;
  write(isOver ? tookOverFile(data) : followingFile(data), settings);
  rmSync(isOver ? followingFile(data) : tookOverFile(data), { force: true });
};

export const forgetSettings = (data: string): void => {
  for (const file of [followingFile(data), tookOverFile(data), heardFile(data)])
    rmSync(file, { force: true });
  for (const suffix of ["", ".new", "-wal", "-shm"])
    rmSync(copyFile(data) + suffix, { force: true });
};

/** This machine's doors are shut: it is another one's spare. */
export const isFollowing = (data: string): boolean => existsSync(followingFile(data));

export const noteHeard = (data: string, heard: Heard): void => write(heardFile(data), heard);

export const lastHeard = (data: string): Heard | undefined =>
  existsSync(heardFile(data))
    ? { at: "", isWhole: false, commits: 0, ...read(heardFile(data)) }
    : undefined;
