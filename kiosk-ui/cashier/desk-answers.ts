// What the gateway's answers mean to the till: a refusal or an outcome nobody knows, a receipt's job, what may
// be spent.
import {
  CallLost,
  ProtocolError,
  RefusalError,
  type TallygateClient,
} from "../../gateway/protocol/client.ts";
import type { OperationName } from "../../gateway/protocol/operations.ts";
import type { Account, Info, JobState, Refused, Unknown } from "./desk-types.ts";

/** Why a call brought nothing. Throws what is a defect of this page. */
export const notDone = (
  op: OperationName,
  error: unknown,
): { readonly refused: Refused } | { readonly unknown: Unknown } => {
  if (error instanceof RefusalError) return { refused: { code: error.code, params: error.params } };
  if (error instanceof CallLost && error.sent && error.key !== undefined)
    return { unknown: { key: error.key, op } };
  if (error instanceof ProtocolError) throw error;
  return { refused: { code: "not_answered", params: {} } };
};

/** The newest print job of a receipt. */
export const jobOf = async (
  client: TallygateClient,
  receipt: string,
): Promise<JobState | undefined> => {
  const { jobs } = await client.call("print.list", { limit: 20 });
  return jobs.find((one) => one.receipt === receipt);
};

/** What the account may spend of its first asset of this kind. */
export const availableOf = (
  info: Info | undefined,
  account: Account | undefined,
  kind: "money" | "points",
): number => {
  const asset = info?.assets.find((one) => one.kind === kind);
  return asset === undefined ? 0 : (account?.assets[asset.id]?.available ?? 0);
};
