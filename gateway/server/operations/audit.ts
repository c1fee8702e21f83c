// audit.list: the audit log read backwards out of the journal, a bounded stretch a call.
import type { Entry } from "../../ledger/entry.ts";
import type { ParamsOf } from "../../protocol/operations.ts";
import { ok } from "../../result.ts";
import { auditRecord, isAudited } from "../audit.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

const pageDefault = 50;
/** Journal entries read at a time while looking for audited ones, and at most for one page. */
const scanStep = 500;
const scanMax = 20_000;

type Asked = ParamsOf<"audit.list">;

export const auditHandlers = ({ house }: Tools): Handlers<"audit.list"> => ({
  "audit.list": async (asked) => {
    const { found, before } = await scan(house, asked);
    return ok({
      records: found.map(auditRecord),
      ...(before === undefined ? {} : { cursor: String(before) }),
    });
  },
});

const isAsked = ({ body }: Entry, { staff, op, station, account, member, to }: Asked): boolean =>
  (staff === undefined || body.actor.staff === staff) &&
  (op === undefined || body.op === op) &&
  (station === undefined || body.actor.station === station) &&
  (account === undefined || body.account === account) &&
  (member === undefined || body.member === member) &&
  (to === undefined || body.businessDate <= to);

/** Walks the journal backwards until enough audited entries are found; `before` = where to go on. */
const scan = async (
  { store }: Pick<House, "store">,
  asked: Asked,
): Promise<{ readonly found: readonly Entry[]; readonly before: number | undefined }> => {
  const { account, member, from = "", limit = pageDefault } = asked;
  const found: Entry[] = [];
  let before = asked.cursor === undefined ? undefined : Number(asked.cursor);
  for (let scanned = 0; scanned < scanMax; scanned += scanStep) {
    const entries = await store.entries({
      limit: scanStep,
      ...(account === undefined ? {} : { account }),
      ...(member === undefined ? {} : { member }),
      ...(before === undefined ? {} : { beforeSeq: before }),
    });
    for (const entry of entries) {
      if (entry.body.businessDate < from) return { found, before: undefined };
      if (!isAudited(entry) || !isAsked(entry, asked)) continue;
      found.push(entry);
      if (found.length === limit) return { found, before: entry.body.seq };
    }
    before = entries.at(-1)?.body.seq;
    if (entries.length < scanStep) return { found, before: undefined };
  }
  return { found, before };
};
