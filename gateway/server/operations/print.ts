// print.* and drawer.open: documents into the durable queue, receipts again, what a person says of a job.
import type { JobState, JobView, PrintDocument } from "../../devices/contract.ts";
import type { ReceiptFacts } from "../../members/contract.ts";
import type { Receipt } from "../../members/state.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { writeAudit } from "../audit.ts";
import type { Caller } from "../caller.ts";
import { actorOf, digestOf } from "../execute.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { slipFor } from "../lobby-eyes.ts";
import type { Tools } from "../tools.ts";
import { withCode } from "./receipt-code.ts";

type Names =
  | "print.submit"
  | "print.receipt"
  | "print.preview"
  | "print.get"
  | "print.list"
  | "print.resolve"
  | "print.redirect"
  | "drawer.open";

export const jobViewOf = (job: JobView) => ({ ...job, device: job.printer });

export const printHandlers = (tools: Tools): Handlers<Names> => {
  const { house } = tools;
  const { hub, queue } = house;
  const desk = createDesk(house);

  return {
    "print.submit": async (params, caller) => {
      const printer = desk.printerOf(params.to, caller);
      if (!printer.ok) return printer;
      const { document, copies, expiresAt } = params;
      const ask = {
        printer: printer.value,
        document: document as PrintDocument,
        ...(copies === undefined ? {} : { copies }),
        ...(expiresAt === undefined ? {} : { expiresAtMs: Date.parse(expiresAt) }),
      };
      return desk.submit(ask, params, caller);
    },
    "print.receipt": reprint(house, desk),
    "print.preview": async ({ receipt, document, lang, to, code = false }, caller) => {
      const printer = desk.printerOf(to, caller);
      // Without a printer of one's own the layout can be looked at all the same.
      if (!printer.ok && to !== undefined) return printer;
      const on = printer.ok ? printer.value : undefined;
      if (document !== undefined) return hub.preview(document as PrintDocument, on);
      if (receipt === undefined) return err(refusal("not_found", { what: "receipt" }));
      const again = await desk.receiptAgain(receipt, languageOf(lang, caller), caller);
      if (!again.ok) return again;
      return hub.preview(code ? withCode(again.value) : again.value, on);
    },
    "print.get": ({ job: id }, caller) => {
      const job = desk.jobFor(id, caller);
      return job === undefined ? err(refusal("not_found", { what: "job" })) : ok(jobViewOf(job));
    },
    "print.list": ({ device, state, limit = 50 }, { station: { role, station } }) =>
      ok({
        jobs: queue
          .list({
            limit,
            ...(role === "kiosk" ? { station } : {}),
            ...(device === undefined ? {} : { printer: hub.resolve(device) ?? device }),
            ...(state === undefined ? {} : { states: [state as JobState] }),
          })
          .map(jobViewOf),
      }),
    "print.resolve": async (params, caller) => {
      const { job, outcome, key } = params;
      if (desk.jobFor(job, caller) === undefined) return err(refusal("not_found", { what: "job" }));
      const keyed = { key, paramsHash: digestOf(house, params), actor: actorOf(caller) };
      const resolved = await queue.resolve({ job, outcome, ...keyed });
      if (!resolved.ok) return resolved;
      const event = { type: "JobResolved", job, outcome } as const;
      if (!resolved.value.replay) await writeAudit(house, { op: "print.resolve", caller, event });
      return ok(jobViewOf(resolved.value));
    },
    "print.redirect": async (params, caller) => {
      const { job, to, key } = params;
      if (desk.jobFor(job, caller) === undefined) return err(refusal("not_found", { what: "job" }));
      const keyed = { key, paramsHash: digestOf(house, params), actor: actorOf(caller) };
      const moved = await queue.redirect({ job, printer: hub.resolve(to) ?? to, ...keyed });
      if (!moved.ok) return moved;
      const event = { type: "JobRedirected", job, printer: moved.value.printer } as const;
      if (!moved.value.replay) await writeAudit(house, { op: "print.redirect", caller, event });
      return ok(jobViewOf(moved.value));
    },
    "drawer.open": openDrawer(house),
  };
};

interface Submission {
  readonly printer: string;
  readonly document: PrintDocument;
  readonly receipt?: string;
  readonly copies?: number;
  readonly expiresAtMs?: number;
}

type Desk = ReturnType<typeof createDesk>;

/** What the printing operations have in common: which printer, whose job, whose receipt. */
const createDesk = (house: House) => {
  const { hub, queue } = house;
  /** The facts of a kept receipt, and whether this caller may see them. */
  const receiptFor = async (id: string, caller: Caller): Promise<Result<ReceiptFacts, Refusal>> => {
    const kept = (await house.store.view([{ kind: "receipt", id }])).get("receipt", id);
    if (kept === undefined) return err(refusal("not_found", { what: "receipt" }));
    const visit = house.visits.current(caller.station.station);
    if (caller.station.role === "kiosk" && visit?.account !== kept["account"])
      return err(refusal("not_permitted", { need: "visit" }));
    const holder = typeof kept["holder"] === "string" ? kept["holder"] : "";
    const people = await house.store.view([{ kind: "member", id: holder }]);
    const member = people.get("member", holder);
    if (member === undefined) return ok(factsOf(id, kept, undefined));
    const { number, person } = member;
    return ok(factsOf(id, kept, { name: person.maskedName, number }));
  };
  return {
    printerOf: (named: string | undefined, { station }: Caller): Result<string, Refusal> => {
      const printer =
        named === undefined ? hub.ownDevice(station, "receipt-printer") : hub.resolve(named);
      return printer === undefined
        ? err(refusal("device.unknown", { device: named ?? "receipt-printer" }))
        : ok(printer);
    },
    /** A kiosk sees the jobs of its own guests only. */
    jobFor: (id: string, { station: { role, station } }: Caller): JobView | undefined => {
      const job = queue.get(id);
      return role === "kiosk" && job?.station !== station ? undefined : job;
    },
    /** A kept receipt as it was printed, with the entry it stands for. */
    receiptAgain: async (
      id: string,
      lang: string,
      caller: Caller,
    ): Promise<Result<PrintDocument, Refusal>> => {
      const facts = await receiptFor(id, caller);
      if (!facts.ok) return facts;
      const [entry] = await house.store.entries({ receipt: id, limit: 1 });
      return ok(house.layOut(slipFor(facts.value, caller), lang, entry?.hash));
    },
    submit: async (ask: Submission, params: { readonly key: string }, caller: Caller) => {
      const keyed = { key: params.key, paramsHash: digestOf(house, params) };
      const submitted = await queue.submit({ ...ask, ...keyed, actor: actorOf(caller) });
      return submitted.ok ? ok(jobViewOf(submitted.value)) : submitted;
    },
  };
};

const languageOf = (lang: string | undefined, { session }: Caller): string =>
  lang ?? session?.language() ?? "zh-CN";

/** A receipt again: from the second time on it is a marked copy, and on the audit log. */
const reprint =
  (house: House, desk: Desk): Handlers<"print.receipt">["print.receipt"] =>
  async (params, caller) => {
    const { receipt, to, lang } = params;
    const printer = desk.printerOf(to, caller);
    if (!printer.ok) return printer;
    const document = await desk.receiptAgain(receipt, languageOf(lang, caller), caller);
    if (!document.ok) return document;
    const ask = { printer: printer.value, document: document.value, receipt };
    const submitted = await desk.submit(ask, params, caller);
    if (!submitted.ok) return submitted;
    const { job, copy } = submitted.value;
    const event = { type: "ReceiptReprinted", receipt, job } as const;
    if (copy > 0) await writeAudit(house, { op: "print.receipt", caller, event });
    return submitted;
  };

const openDrawer =
  (house: House): Handlers<"drawer.open">["drawer.open"] =>
  async (params, caller) => {
    const own = house.hub.ownDevice(caller.station, "cash-drawer");
    const device = params.device === undefined ? own : house.hub.resolve(params.device);
    if (device === undefined) return err(refusal("device.unknown", { device: "cash-drawer" }));
    const { reason, note, bill, key } = params;
    if (reason === "no_sale" && (note ?? "").trim() === "") return err(refusal("missing.reason"));
    const said = note === undefined ? {} : { note };
    const why = { reason, ...said, ...(bill === undefined ? {} : { bill }) };
    const keyed = { key, paramsHash: digestOf(house, params), actor: actorOf(caller) };
    const opened = await house.drawers.open({ device, ...why, ...keyed });
    if (!opened.ok) return opened;
    const event = { type: "DrawerOpened", device, ...why } as const;
    if (!opened.value.replay) await writeAudit(house, { op: "drawer.open", caller, event });
    return ok({ device, opened: opened.value.kicked, ...opened.value });
  };

const factsOf = (
  receipt: string,
  kept: Receipt,
  member: ReceiptFacts["member"] | undefined,
): ReceiptFacts =>
  ({ ...kept, receipt, ...(member === undefined ? {} : { member }) }) as unknown as ReceiptFacts;
