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

/** Family names that are spoken otherwise than the character is elsewhere. */
const surnames: Readonly<Record<string, string>> = {
  ...{ 单: "s", 單: "s", 曾: "z", 解: "x", 仇: "q", 查: "z", 朴: "p", 任: "r", 乐: "y", 樂: "y" },
  ...{ 盖: "g", 蓋: "g", 区: "o", 區: "o", 种: "c", 重: "c", 秘: "b", 折: "s", 缪: "m", 繆: "m" },
  ...{ 召: "s", 翟: "z", 覃: "q", 员: "y", 員: "y", 柏: "b", 车: "c", 車: "c", 句: "g", 祭: "z" },
  ...{ 都: "d", 臧: "z", 撒: "s", 繁: "p", 强: "q", 洗: "x", 冼: "x", 薄: "b", 卜: "b", 晁: "c" },
  ...{ 尉迟: "yc", 尉遲: "yc", 万俟: "mq", 萬俟: "mq", 长孙: "zs", 長孫: "zs", 澹台: "tt" },
};

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
  const double = surnames[one + two];
  if (double !== undefined) return double + others.map(letterOf).join("");
  return [surnames[one] ?? letterOf(one), ...characters.slice(1).map(letterOf)].join("");
};

/**
 * Lower-case letters a–z, one for each Chinese character and one for each word in Latin script; other scripts add
 * nothing. A character that is spoken in several ways counts as the commonest.
 */
export const initialsOf = (name: string): string => {
  const words = name.normalize("NFKC").split(/[\s·.,'’-]+/u);
  return words
    .map((word) => {
      const characters = [...word];
      const han = characters.filter((character) => isHan.test(character));
      if (han.length > 0) return hanInitials(han);
      const [first = ""] = word.normalize("NFD").toLowerCase();
      return /[a-z]/.test(first) ? first : "";
    })
    .join("");
};
