// The shown member's tab: what is owed and what may still be put on it. Undefined where the programme gives no credit.
import type { Desk } from "./desk.ts";
import type { Credit } from "./tender-row.ts";

export const creditOf = ({ info, account }: Desk): Credit | undefined => {
  const asset = info?.assets.find((one) => one.kind === "credit");
  const tab = asset === undefined ? undefined : account?.assets[asset.id];
  if (asset === undefined || tab === undefined) return undefined;
  return { tender: asset.id, available: tab.available, owed: tab.owed ?? 0 };
};
