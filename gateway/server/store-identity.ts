// Which store this is: written once by `tallygate init`; the demonstration store needs no file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../config.ts";

export interface StoreIdentity {
  readonly id: string;
  /** before every number this store gives out */
  readonly prefix: string;
  readonly name: { readonly zh: string; readonly en: string };
}

const demonstration: StoreIdentity = {
  id: "demo",
  prefix: "D",
  name: { zh: "云栖汤泉酒店", en: "Yunqi Hot Spring Hotel" },
};
const unnamed: StoreIdentity = { id: "store", prefix: "S", name: { zh: "本店", en: "Store" } };

/** `DIR/store.json`; without one the demonstration store, or a store nobody has named yet. */
export const readIdentity = (dir: string, simulate: boolean): StoreIdentity => {
  const file = join(dir, "store.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return simulate ? demonstration : unnamed;
  }
  const given: unknown = JSON.parse(text);
  if (isIdentity(given)) return given;
  throw new ConfigError(`${file} must hold {"id", "prefix", "name": {"zh", "en"}}.`);
};

const isIdentity = (value: unknown): value is StoreIdentity =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "prefix" in value &&
  typeof value.prefix === "string" &&
  "name" in value &&
  typeof value.name === "object" &&
  value.name !== null &&
  "zh" in value.name &&
  "en" in value.name;
