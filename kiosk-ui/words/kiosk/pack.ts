// The shape of a language: one sentence for every key, in two files. A missing key is a compile error.
import type { zhCNErrands } from "./errands/zh-cn.ts";
import type { zhCN } from "./zh-cn.ts";

export type Basics = Readonly<Record<keyof typeof zhCN, string>>;
export type Errands = Readonly<Record<keyof typeof zhCNErrands, string>>;
export type Pack = Basics & Errands;
export type Word = keyof Pack;
