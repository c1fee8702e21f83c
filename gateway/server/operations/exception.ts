// exception.*: the inbox of what needs a person, with age, evidence, the ways out and masked names.
import { waysOut } from "../../members/exception/kinds.ts";
import type { ExceptionFile } from "../../members/service-state.ts";
import { dayNumber } from "../../programme/dates.ts";
import type { ParamsOf } from "../../protocol/operations.ts";
import { ok } from "../../result.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, plain } from "../tools.ts";

type Names = "exception.list" | "exception.assign" | "exception.resolve";

const pageDefault = 50;
const readStep = 500;

type Row = { readonly id: string; readonly entity: ExceptionFile };

export const exceptionHandlers = (tools: Tools): Handlers<Names> => {
  const { store, clock, momentAt } = tools.house;

  /** In the order in which they were opened, from after the cursor. */
  const page = async (asked: ParamsOf<"exception.list">): Promise<readonly Row[]> => {
    const { limit = pageDefault } = asked;
    const found: Row[] = [];
    for (let after = asked.cursor; ;) {
      const rows = await store.list("exception", after, readStep);
      found.push(...rows.filter(({ entity }) => isAsked(entity, asked)));
      if (found.length > limit || rows.length < readStep) return found;
      after = rows.at(-1)?.id;
    }
  };

  const nameOf = async (account: string | undefined): Promise<{ member?: { name: string } }> => {
    if (account === undefined) return {};
    const view = await store.view([{ kind: "account", id: account }]);
    const member = view.get("account", account)?.member;
    const person = member === undefined ? undefined : view.get("member", member)?.person;
    return person === undefined ? {} : { member: { name: person.maskedName } };
  };

  return {
    "exception.list": async (asked) => {
      const { limit = pageDefault } = asked;
      const found = await page(asked);
      const shown = found.slice(0, limit);
      const today = momentAt(clock.nowMs()).businessDate;
      const exceptions = await Promise.all(
        shown.map(async ({ id, entity }) => ({
          exception: id,
          ...entity,
          ageDays: Math.max(0, dayNumber(today) - dayNumber(entity.on)),
          outcomes: waysOut(entity),
          ...(await nameOf(entity.account)),
        })),
      );
      const last = shown.at(-1)?.id;
      return ok({
        exceptions,
        ...(found.length > limit && last !== undefined ? { cursor: last } : {}),
      });
    },
    "exception.assign": plain(tools, "exception.assign"),
    "exception.resolve": plain(tools, "exception.resolve"),
  };
};

const isAsked = (file: ExceptionFile, asked: ParamsOf<"exception.list">): boolean =>
  (asked.state === undefined || file.state === asked.state) &&
  (asked.kind === undefined || file.kind.startsWith(asked.kind)) &&
  (asked.owner === undefined || file.owner === asked.owner) &&
  (asked.staff === undefined || file.staff === asked.staff);
