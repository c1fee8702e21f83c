// The customer screen's sentences, zh-CN and en. A missing key is a compile error.

const zh = {
  welcome: "欢迎光临",
  showCard: "有会员卡请先出示",
  member: "会员",
  more: "前面还有",
  saved: "已省",
  due: "应付",
  voucher: "代金券",
  stored: "储值",
  other: "刷卡或扫码",
  cash: "现金",
  change: "找零",
  paid: "已结清",
  thanks: "谢谢惠顾",
} as const;

export type ScreenWord = keyof typeof zh;

const en: Readonly<Record<ScreenWord, string>> = {
  welcome: "Welcome",
  showCard: "Members, please show your card first",
  member: "Member",
  more: "lines before these:",
  saved: "You save",
  due: "Total",
  voucher: "Vouchers",
  stored: "Stored value",
  other: "Card or QR",
  cash: "Cash",
  change: "Change",
  paid: "Paid",
  thanks: "Thank you",
};

export const screenWords = (language: string): Readonly<Record<ScreenWord, string>> =>
  language.startsWith("en") ? en : zh;
