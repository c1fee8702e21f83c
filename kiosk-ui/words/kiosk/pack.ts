// The shape of a language: one sentence for every key. A missing key is a compile error.
import type { zhCN } from "./zh-cn.ts";

export type Word = keyof typeof zhCN;
export type Pack = Readonly<Record<Word, string>>;
