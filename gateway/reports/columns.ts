// Columns that several reports have.
import type { Column } from "./report.ts";

export const day: Column = { id: "day", title: { zh: "营业日", en: "Business day" }, kind: "day" };
export const venue: Column = {
  id: "venue",
  title: { zh: "类别", en: "Category" },
  kind: "name:term",
};
export const asset: Column = { id: "asset", title: { zh: "资产", en: "Asset" }, kind: "name:term" };
export const tender: Column = {
  id: "tender",
  title: { zh: "付款方式", en: "Tender" },
  kind: "name:word",
};
export const account: Column = {
  id: "account",
  title: { zh: "会员", en: "Member" },
  kind: "name:member",
};
export const share: Column = { id: "share", title: { zh: "占比", en: "Share" }, kind: "share" };

export const money = (id: string, zh: string, en: string): Column => ({
  id,
  title: { zh, en },
  kind: "money",
  total: true,
});
export const count = (id: string, zh: string, en: string): Column => ({
  id,
  title: { zh, en },
  kind: "count",
  total: true,
});
export const units = (id: string, zh: string, en: string): Column => ({
  id,
  title: { zh, en },
  kind: "units",
});
