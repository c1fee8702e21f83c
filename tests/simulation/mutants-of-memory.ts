// Mistakes in what memory keeps, of the tills' entities while a chain's fold writes beside them and of what was folded:
// what is forgotten too little is decided on although the file holds something else.
import type { Mutant } from "./mutant-list.ts";

const touched = "gateway/store/touched.ts";
const books = "gateway/chain/books.ts";

const mistakes: readonly Mutant[] = [
  {
    id: "what a fold shows is not read anew",
    file: touched,
    from: '  "chain_shadow",\n',
    to: '  "chain_shadow",\n  "chain_shown",\n',
  },
  {
    id: "what is known of a member outlives her key",
    file: touched,
    from: '  "chain_key_told",\n',
    to: '  "chain_key_told",\n  "chain_key_taken",\n',
  },
  {
    id: "a snapshot empties the file and not the memory",
    file: touched,
    from: '  "chain_applied",\n',
    to: '  "chain_applied",\n  "chain_emptied",\n',
  },
  {
    id: "of what a fold shows only the first is read anew",
    file: touched,
    from: "const touched = [...before];\n  for (const row of rows) {",
    to: "const touched = [...before];\n  for (const row of rows.slice(0, 1)) {",
  },
  {
    id: "what is shown of a member is taken for all of her",
    file: touched,
    from: '  kind !== "member" &&\n',
    to: "",
  },
  {
    id: "what is gone is kept as it was shown",
    file: "gateway/store/entity-cache.ts",
    from: "            recent.put(key, shownNow(one, one.shown));\n",
    to: "            recent.put(key, recent.get(key) ?? shownNow(one, one.shown));\n",
  },
  {
    id: "what was asked for long ago is kept although it was written",
    file: "gateway/store/recent.ts",
    from: "      young.delete(key);\n      old.delete(key);\n",
    to: "      young.delete(key);\n",
  },
  {
    id: "a right that is over is remembered as open",
    file: "gateway/chain/books-desk.ts",
    from: "  else memory.drop(address);\n",
    to: "",
  },
  {
    id: "the next part is folded without the one before it",
    file: books,
    from: "        desk.keep(batch.changes.values());\n",
    to: "",
  },
  {
    id: "a snapshot is put under what was remembered before it",
    file: books,
    from: "        memory.clear();\n        position =",
    to: "        position =",
  },
  {
    id: "what was folded is remembered as it was before",
    file: books,
    from: "          for (const change of batch.changes.values()) remember(memory, change);\n",
    to: "",
  },
];

/** The simulation keeps its entities on a disk of its own. */
export const mutantsOfMemory: readonly Mutant[] = mistakes.map((mutant) => ({
  ...mutant,
  besideHistories: true,
}));
