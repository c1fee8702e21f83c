// The interpreter and the members' deciders know no hotel's words and no hotel's figures.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { programmeFile } from "./bills.ts";

const gateway = new URL("../../../gateway/", import.meta.url);

const programmeIds = readdirSync(new URL("programmes/", gateway))
  .filter((name) => name.endsWith(".json") && !name.endsWith(".cases.json"))
  .map((name) => name.replace(".json", ""));

/** Words of the protocol that a programme may use as an id as well. */
const protocolWords = new Set([
  "voucher",
  "tier",
  "member",
  "gift",
  "standard",
  "points",
  "stored",
  "tab",
  "rooms",
  "earn",
  "tender",
]);

const textsOf = (match: unknown): readonly string[] => {
  if (typeof match === "string") return [match];
  return typeof match === "object" && match !== null ? Object.values(match).flatMap(textsOf) : [];
};

/** What belongs to one house: its ids, goods, venues, cards, assets, passes and rewards. */
const ownWords = (file: ProgrammeFile): readonly string[] => [
  file.id,
  ...file.assets.map((asset) => asset.id),
  ...file.cards.map((card) => card.type),
  ...Object.keys(file.passes ?? {}),
  ...Object.keys(file.venues ?? {}),
  ...file.rules.map((rule) => rule.id),
  ...file.rules.flatMap((rule) => [
    ...textsOf(rule.when?.["sku"]),
    ...textsOf(rule.when?.["venue"]),
  ]),
  ...file.rules.flatMap((rule) => rule.then.spend?.for?.reward ?? []),
];

/** Thresholds and prices of a house, where they are large enough to be nobody else's number. */
const ownFigures = (file: ProgrammeFile): readonly number[] => {
  const numbersIn = (value: unknown): readonly number[] => {
    if (typeof value === "number") return [value];
    return typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];
  };
  return numbersIn([file.rules, file.cards, file.passes]).filter(
    (figure) => figure > 10_000 && figure % 10_000 !== 0,
  );
};

const sources = (room: string): readonly { readonly name: string; readonly text: string }[] =>
  readdirSync(new URL(`${room}/`, gateway), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({
      name: `${room}/${name}`,
      text: readFileSync(new URL(`${room}/${name}`, gateway), "utf8"),
    }));

describe.each(["programme", "members"])("gateway/%s", (room) => {
  const files = sources(room);

  it.each(programmeIds)("knows nothing of %s", (id) => {
    const file = programmeFile(id);
    const words = new Set(ownWords(file).filter((word) => !protocolWords.has(word)));
    const figures = ownFigures(file);
    const hits = files.flatMap(({ name, text }) => [
      ...[...words].filter((word) => text.includes(`"${word}"`)).map((word) => `${name}: ${word}`),
      ...figures
        .filter((figure) =>
          new RegExp(`\\b${figure}\\b`).test(text.replaceAll(/(?<=\d)_(?=\d)/g, "")),
        )
        .map((figure) => `${name}: ${figure}`),
    ]);
    expect(hits).toEqual([]);
  });
});
