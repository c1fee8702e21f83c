// What the facts of an audit record are called, and ids short enough to be compared by eye. A fact without a name here
// keeps the journal's own.
import type { Language } from "./words.ts";

const zh: Readonly<Record<string, string>> = {
  account: "账户",
  active: "在用",
  amount: "金额",
  asset: "资产",
  approvedBy: "复核",
  bill: "账单",
  by: "变动",
  bytes: "字节",
  campaign: "活动",
  card: "卡",
  code: "编号",
  count: "数量",
  createdOn: "起",
  device: "设备",
  difference: "差额",
  expiresOn: "止",
  exception: "例外",
  fields: "内容",
  file: "文件",
  gift: "礼品",
  hold: "押金",
  id: "外部编号",
  job: "打印",
  kind: "种类",
  lot: "批次",
  member: "会员",
  name: "姓名",
  note: "备注",
  number: "号码",
  order: "外部单号",
  outcome: "结果",
  params: "参数",
  period: "时段",
  printer: "打印机",
  programme: "章程",
  quantity: "数量",
  reason: "原因",
  receipt: "小票",
  report: "报表",
  rights: "权限",
  role: "用途",
  rows: "行数",
  segment: "分组",
  shift: "班次",
  source: "来源",
  staff: "工号",
  station: "终端",
  template: "模板",
  token: "卡号",
  until: "止",
  value: "面值",
  version: "版本",
};

/** In English the journal's names are words already. */
export const factName = (name: string, language: Language): string =>
  language === "en"
    ? name.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`)
    : (zh[name] ?? name);

/** `bill_01a2c160…` by its last signs, which tell it from any other at hand. */
export const shortId = (text: string): string =>
  text.replaceAll(/\b[a-z]+_[\da-f]{26}([\da-f]{6})\b/gu, "…$1");
