// Mandarin for the ear.
import type { Aloud } from "./pack.ts";

export const cmn: Aloud = {
  words: {
    "home.card": "卡号末四位 {tail}",
    "home.parts": "其中本金 {principal} 元，赠送 {bonus} 元",
    "home.redeemMany": "{points} 分，可以换 {count} 样",
    "home.redeemFew": "{points} 分，还差 {short} 分就可以换",
    "done.change": "用了 {count} 次，从 {before} 次变成 {after} 次",
    "done.changePoints": "{count} 分，从 {before} 分变成 {after} 分",
    "done.gained": "得到 {count} 分，从 {before} 分变成 {after} 分",
    "redeem.notNow": "先不换，返回",
    "punch.notNow": "先不用，返回",
    "stay.span": "从 {from} 到 {to}，住 {count} 晚",
    "topUp.bonus": "赠送 {amount} 元",
    "unknown.key": "查问号是 {key}",
    "refused.code": "代号是 {code}",
    "goodbye.card": "请取走您的卡",
  },
  day: (year, month, day) => `${year}年${month}月${day}日`,
  hour: (hour, minute) => (minute === 0 ? `${hour}点` : `${hour}点${minute}分`),
  keys: "按星号重听，按井号停止。",
  hidden: "隐藏",
  becomes: "变成",
};
