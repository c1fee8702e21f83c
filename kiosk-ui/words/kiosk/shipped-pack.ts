// A language as the build ships it: one text, its sentences between tabs, in the order of the house's own. One that is
// the house's own in other signs is empty; before them stand those signs, each after the one it stands for.

/** Line breaks are taken for indents of templates by the build (shipped.ts). */
const between = "\t";

type Sentences = Readonly<Record<string, string>>;

const inSigns = (sentence: string, signs: ReadonlyMap<string, string>): string =>
  Array.from(sentence)
    .map((sign) => signs.get(sign) ?? sign)
    .join("");

/** Which sign stands for which, by most of the sentences that are as long in both. */
const signsBetween = (own: Sentences, pack: Sentences): ReadonlyMap<string, string> => {
  const votes = new Map<string, Map<string, number>>();
  for (const [word, sentence] of Object.entries(own)) {
    const there = Array.from(pack[word] ?? "");
    const here = Array.from(sentence);
    if (here.length !== there.length) continue;
    for (const [at, sign] of here.entries()) {
      const vote = votes.get(sign) ?? new Map<string, number>();
      vote.set(there[at] ?? "", (vote.get(there[at] ?? "") ?? 0) + 1);
      votes.set(sign, vote);
    }
  }
  const elected = [...votes].map(([sign, vote]) => {
    const [[most] = [sign]] = [...vote].toSorted(([, a], [, b]) => b - a);
    return [sign, most] as const;
  });
  return new Map(elected.filter(([sign, most]) => sign !== most));
};

/** Throws for a sentence with a tab. */
export const packed = (own: Sentences, pack: Sentences): string => {
  const elected = signsBetween(own, pack);
  const sameWith = (signs: ReadonlyMap<string, string>): readonly string[] =>
    Object.entries(own).map(([word, sentence]) =>
      inSigns(sentence, signs) === pack[word] ? "" : (pack[word] ?? ""),
    );
  // Only a language in kindred signs gains by them.
  const kindred = sameWith(elected).filter((one) => one === "").length * 2 > elected.size;
  const signs: ReadonlyMap<string, string> = kindred ? elected : new Map();
  const sentences = sameWith(signs);
  if (sentences.some((one) => one.includes(between))) throw new Error("a sentence with a tab");
  return [[...signs].flat().join(""), ...sentences].join(between);
};

export const unpacked = <Own extends Sentences>(own: Own, text: string): Own => {
  const [first = "", ...given] = text.split(between);
  const pairs = Array.from(first);
  const signs = new Map(
    pairs.flatMap((sign, at) => (at % 2 === 0 ? [[sign, pairs[at + 1] ?? sign] as const] : [])),
  );
  const sentences = Object.entries(own).map(([word, sentence], at) => [
    word,
    given[at] || inSigns(sentence, signs),
  ]);
  return { ...own, ...Object.fromEntries(sentences) };
};
