// The letters by which a cashier types a name she has heard: 王小明 → wxm, Anna Li → al. Knows no store.

/** The first character of each letter in the order of Mandarin sounds that ICU keeps (CLDR, collation pinyin). */
const firsts: readonly (readonly [string, string])[] = [
  ["阿", "a"],
  ["八", "b"],
  ["嚓", "c"],
  ["咑", "d"],
  ["妸", "e"],
  ["发", "f"],
  ["旮", "g"],
  ["哈", "h"],
  ["丌", "j"],
  ["咔", "k"],
  ["垃", "l"],
  ["妈", "m"],
  ["拏", "n"],
  ["噢", "o"],
  ["妑", "p"],
  ["七", "q"],
  ["呥", "r"],
  ["仨", "s"],
  ["他", "t"],
  ["屲", "w"],
  ["夕", "x"],
  ["丫", "y"],
  ["帀", "z"],
];

/** Family names that are spoken otherwise than the character is elsewhere, by their letter. */
const spokenAs: readonly (readonly [string, string])[] = [
  ["b", "秘柏薄卜"],
  ["c", "种重车車晁"],
  ["d", "都"],
  ["g", "盖蓋句"],
  ["m", "缪繆"],
  ["o", "区區"],
  ["p", "朴繁"],
  ["q", "仇覃强"],
  ["r", "任"],
  ["s", "单單折召撒"],
  ["x", "解洗冼"],
  ["y", "乐樂员員"],
  ["z", "曾查翟祭臧"],
];
const surnames: ReadonlyMap<string, string> = new Map([
  ...spokenAs.flatMap(([letter, names]) => Array.from(names, (name) => [name, letter] as const)),
  ...["尉迟", "尉遲"].map((name) => [name, "yc"] as const),
  ...["万俟", "萬俟"].map((name) => [name, "mq"] as const),
  ...["长孙", "長孫"].map((name) => [name, "zs"] as const),
  ["澹台", "tt"],
]);

const bySound = new Intl.Collator("zh-Hans-u-co-pinyin");
const isHan = /^\p{Script=Han}$/u;

const letterOf = (character: string): string => {
  let letter = "";
  for (const [first, its] of firsts) {
    if (bySound.compare(first, character) > 0) break;
    letter = its;
  }
  return letter;
};

const hanInitials = (characters: readonly string[]): string => {
  const [one = "", two = "", ...others] = characters;
  const double = surnames.get(one + two);
  if (double !== undefined) return double + others.map(letterOf).join("");
  return [surnames.get(one) ?? letterOf(one), ...characters.slice(1).map(letterOf)].join("");
};

/**
 * Lower-case letters a–z, one for each Chinese character and one for each word in Latin script; other scripts add
 * nothing. A character that is spoken in several ways counts as the commonest.
 */
export const initialsOf = (name: string): string => {
  const words = name.normalize("NFKC").split(/[\s·.,'’-]+/u);
  return words
    .map((word) => {
      const characters = Array.from(word);
      const han = characters.filter((character) => isHan.test(character));
      if (han.length > 0) return hanInitials(han);
      const [first = ""] = word.normalize("NFD").toLowerCase();
      return /[a-z]/.test(first) ? first : "";
    })
    .join("");
};
