// From checked params to the one writer: the decider of the operation, the actor, the key with its digest,
// and the receipt's print job in the same commit.
import { canonicalJson } from "../json.ts";
import type { PrintDocument } from "../devices/contract.ts";
import type { Entry } from "../ledger/entry.ts";
import type { Context, Decider, ReceiptFacts } from "../members/contract.ts";
import { deciders } from "../members/registry.ts";
import type { Refusal } from "../refusals.ts";
import { type Result, ok } from "../result.ts";
import type { SideRow } from "../store/contract.ts";
import type { Caller } from "./caller.ts";
import type { House } from "./house.ts";
import { slipFor } from "./lobby-eyes.ts";

export type DeciderName = keyof typeof deciders;
export type DeciderParams<N extends DeciderName> = Parameters<(typeof deciders)[N]["decide"]>[0];

/** A call as it came in, for actor, key and digest. */
export interface Asked {
  readonly params: object;
  readonly caller: Caller;
  /** rows that must be in the same commit, e.g. a wrapped member key */
  readonly rows?: readonly SideRow[];
}

export type Execute = <N extends DeciderName>(
  op: N,
  sealed: DeciderParams<N>,
  asked: Asked,
) => Promise<Result<Answered, Refusal>>;

export type Answered = { readonly [field: string]: unknown };

type Also = Pick<House, "store" | "pins" | "queue" | "hub" | "layOut" | "log">;

export const createExecute =
  (house: Also): Execute =>
  async (op, sealed, { params, caller, rows = [] }) => {
    let job: SideRow | undefined;
    const key = "key" in params && typeof params.key === "string" ? params.key : undefined;
    const executed = await house.store.execute({
      op,
      params: sealed,
      decider: decidersByName[op] as Decider<typeof sealed>,
      actor: actorOf(caller),
      ...(key === undefined ? {} : { key, paramsHash: digestOf(house, params) }),
      also: ({ receipt }, entry) => {
        job = receipt === undefined ? undefined : jobOf(house, caller, { receipt, entry });
        return job === undefined ? rows : [...rows, job];
      },
    });
    if (!executed.ok) return executed;
    const { result, replay, entry, receipt } = executed.value;
    // The store may have decided before it saw that the key was answered: that job was never committed.
    const made = replay ? undefined : job;
    // Whoever waits for the answer does not wait for the printer.
    if (made !== undefined) setImmediate(() => house.queue.adopt(made));
    const printing = replay ? jobOfReceipt(house, result["receipt"]) : job?.id;
    return ok({
      ...result,
      ...(entry === undefined || "entry" in result ? {} : { entry }),
      ...(receipt === undefined || "receipt" in result ? {} : { receipt: receipt.receipt }),
      ...(printing === undefined ? {} : { job: printing }),
      ...(replay ? { replay: true } : {}),
    });
  };

const decidersByName: Readonly<Record<DeciderName, unknown>> = deciders;

export const actorOf = ({ station, employee }: Caller): Context["actor"] => {
  const signedIn = employee();
  return {
    station: station.station,
    role: station.role,
    rights: signedIn?.rights ?? [],
    ...(signedIn === undefined ? {} : { staff: signedIn.id }),
  };
};

/** Same operation, same params: canonical JSON without `key`, digested under the store's pepper. */
export const digestOf = ({ pins }: Pick<House, "pins">, params: object): string =>
  pins.digest(canonicalJson(JSON.parse(JSON.stringify({ ...params, key: undefined }))));

/** The station's own printer, if it has one; kiosks print in the guest's language (the page asks again). */
const jobOf = (
  house: Also,
  caller: Caller,
  { receipt, entry }: { readonly receipt: ReceiptFacts; readonly entry: Entry | undefined },
): SideRow | undefined => {
  const printer = house.hub.ownDevice(caller.station, "receipt-printer");
  if (printer === undefined) return undefined;
  const lang = caller.session?.language() ?? "zh-CN";
  const document: PrintDocument = house.layOut(slipFor(receipt, caller), lang, entry?.hash);
  return house.queue.jobRow({
    printer,
    document,
    receipt: receipt.receipt,
    actor: actorOf(caller),
  });
};

const jobOfReceipt = ({ queue }: Also, receipt: unknown): string | undefined =>
  typeof receipt === "string"
    ? queue.list({ limit: 200 }).find((job) => job.receipt === receipt)?.job
    : undefined;
