// The letters of names as they are spoken: Chinese, Latin, both, family names with a sound of their own.
import { expect, test } from "vitest";
import { initialsOf } from "../../../gateway/store/initials.ts";

test.each([
  ["王小明", "wxm"],
  ["欧阳锋", "oyf"],
  ["单雄信", "sxx"],
  ["曾国藩", "zgf"],
  ["尉迟恭", "ycg"],
  ["万俟卨", "mqx"],
  ["劉備", "lb"],
  ["李䶮", "ly"],
  ["𠮷田", "zt"],
  ["迪丽热巴·迪力木拉提", "dlrbdlmlt"],
  ["Anna Li", "al"],
  ["Émile  Zola", "ez"],
  ["王 Anna", "wa"],
  ["ＡＢ　Ｃ", "ac"],
  ["안나", ""],
  ["", ""],
])("%s is typed as %s", (name, letters) => {
  expect(initialsOf(name)).toBe(letters);
});

test("every letter that begins a Mandarin sound can be reached", () => {
  const one = "阿毕车邓鄂方高何蒋康李马宁欧彭钱冉孙唐吴徐杨张";
  expect(initialsOf(`王${one}`).slice(1)).toBe("abcdefghjklmnopqrstwxyz");
});
