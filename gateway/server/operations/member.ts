// member.*: personal data is sealed on its way in and masked on its way out; a full look is on the audit log.
import type { ParamsOf } from "../../protocol/operations.ts";
import {
  filesInForce,
  foundMembers,
  memberRow,
  memberView,
  searchRoots,
} from "../../members/member/view.ts";
import { glance } from "../../members/member/glance.ts";
import { type HistoryRow, historyRow } from "../../members/member/history.ts";
import type { JsonObject } from "../../json.ts";
import type { Ref } from "../../members/contract.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { PersonalData } from "../../store/vault.ts";
import { recordExport } from "../../members/audit.ts";
import { writeAudit } from "../audit.ts";
import { membersNamed } from "../member-search.ts";
import { sealedTextsOf } from "../erasure.ts";
import { actorOf } from "../execute.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { contextOf, type Tools, withoutKey } from "../tools.ts";

type Names =
  | "member.enrol"
  | "member.get"
  | "member.find"
  | "member.glance"
  | "member.update"
  | "member.history"
  | "member.note"
  | "member.export"
  | "member.erase";

const pageDefault = 50;
const memberRef = (id: string): Ref => ({ kind: "member", id });

type Open = (member: string) => Promise<Result<PersonalData, Refusal>>;

/** Opens a member's sealed person. */
const opener =
  ({ house }: Tools): Open =>
  async (member) => {
    const view = await house.store.view([memberRef(member)]);
    const sealed = view.get("member", member)?.person.sealed ?? "";
    const person = sealed === "" ? undefined : await house.vault.open(sealed);
    return person === undefined ? err(refusal("not_found", { member })) : ok(person);
  };

export const memberHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute } = tools;
  const open = opener(tools);
  return {
    "member.enrol": (params, caller) => {
      const { name, phone, identity, contacts, ...file } = withoutKey(params);
      const { person, row } = house.vault.seal(personOf({ name, phone, identity, contacts }));
      const sealed = { ...file, person } as never;
      return execute("member.enrol", sealed, { params, caller, rows: [row] });
    },
    "member.get": looked(tools, open),
    "member.find": found(tools),
    "member.glance": async ({ account }, caller) =>
      glance(
        await house.store.view([{ kind: "account", id: account }]),
        account,
        contextOf(house, caller),
      ),
    "member.update": async (params, caller) => {
      const { name, phone, identity, contacts, ...file } = withoutKey(params);
      if (caller.station.role === "kiosk" && !(isOwnWord(params) || (await addsDay(house, params))))
        return err(refusal("not_permitted", { need: "desk" }));
      const changesPerson = [name, phone, identity, contacts].some((part) => part !== undefined);
      if (!changesPerson) return execute("member.update", file as never, { params, caller });
      const before = await open(params.member);
      if (!before.ok) return before;
      const next = personOf({ ...before.value, ...defined({ name, phone, identity, contacts }) });
      const { person, row } = house.vault.seal(next);
      const sealed = { ...file, person } as never;
      return execute("member.update", sealed, { params, caller, rows: [row] });
    },
    "member.history": history(tools),
    "member.note": (params, caller) => {
      const { person, row } = house.vault.seal({ name: "", contacts: { text: params.text } });
      const sealed = { member: params.member, sealed: person.sealed };
      return execute("member.note", sealed, { params, caller, rows: [row] });
    },
    "member.export": exported(tools, open),
    "member.erase": erased(tools),
  };
};

/** What a lobby is told: that a birthday is on file, never which day; nothing of prices, notes or kin. */
const forLobby = ({ birthday, ...file }: JsonObject): JsonObject => {
  const { agreement: _agreement, attributes: _notes, relations: _kin, sex: _sex, ...rest } = file;
  return { ...rest, birthdayKnown: birthday !== undefined };
};

/** At a kiosk a guest may say whether she wants to hear from the house. */
const isOwnWord = ({
  key: _key,
  member: _member,
  consent,
  ...rest
}: ParamsOf<"member.update">): boolean => consent?.rules === true && Object.keys(rest).length === 0;

/** Or on which day of the year she was born, while the house does not know it: a known one is changed at the desk. */
const addsDay = async (
  { store }: House,
  { key: _key, member, birthday, ...rest }: ParamsOf<"member.update">,
): Promise<boolean> => {
  if (birthday === undefined || Object.keys(rest).length > 0) return false;
  const view = await store.view([memberRef(member)]);
  const isKnown = view.get("member", member)?.birthday !== undefined;
  return !isKnown && birthday.calendar === "solar" && birthday.date.startsWith("0000-");
};

/** The masked file; the full name and phone only on the audit log's terms, and never at a kiosk. */
const looked =
  ({ house }: Tools, open: Open): Handlers<"member.get">["member.get"] =>
  async ({ member, reveal, reason }, caller) => {
    const view = await house.store.view([memberRef(member)]);
    const masked = memberView(view, member);
    if (masked === undefined) return err(refusal("not_found", { member }));
    if (caller.station.role === "kiosk" && reveal !== true) return ok(forLobby(masked));
    if (reveal !== true) return ok(masked);
    if (caller.station.role === "kiosk") return err(refusal("not_permitted", { need: "role" }));
    const person = await open(member);
    if (!person.ok) return person;
    const why = reason === undefined ? {} : { reason };
    const event = { type: "PersonRevealed", member, ...why } as const;
    await writeAudit(house, { op: "member.get", caller, event });
    const { name, phone } = person.value;
    return ok({ ...masked, name, ...(phone === undefined ? {} : { phone }) });
  };

const found =
  ({ house }: Tools): Handlers<"member.find">["member.find"] =>
  async (params) => {
    const { text, phone, name, limit = pageDefault, cursor: _cursor, ...ways } = params;
    if (text !== undefined) {
      const named = await membersNamed(house, text, limit);
      const seen = await house.store.view(named.map(memberRef));
      return ok({ members: filesInForce(seen, named).flatMap((id) => memberRow(seen, id) ?? []) });
    }
    const by = {
      ...ways,
      ...(phone === undefined ? {} : { phoneIndex: house.vault.index("phone", phone) }),
      ...(name === undefined ? {} : { nameIndex: house.vault.index("name", name) }),
    };
    const ids = foundMembers(await house.store.view(searchRoots(by)), by).slice(0, limit);
    const view = await house.store.view(ids.map(memberRef));
    return ok({ members: filesInForce(view, ids).flatMap((id) => memberRow(view, id) ?? []) });
  };

/** A cashier's words about a bill are for the staff; the guest has those on her receipt. */
const told = ({ note, ...row }: HistoryRow, role: string): HistoryRow =>
  role === "kiosk" || note === undefined ? row : { ...row, note };

const history =
  ({ house }: Tools): Handlers<"member.history">["member.history"] =>
  async ({ member, account, cursor, limit = pageDefault }, { station }) => {
    const visit = house.visits.current(station.station);
    const own = station.role === "kiosk" ? visit?.account : undefined;
    const about = account ?? (member === undefined ? own : undefined);
    if (about === undefined && member === undefined)
      return err(refusal("not_found", { what: "account" }));
    const entries = await house.store.entries({
      limit,
      ...(about === undefined ? {} : { account: about }),
      ...(member === undefined ? {} : { member }),
      ...(cursor === undefined ? {} : { beforeSeq: Number(cursor) }),
    });
    const last = entries.at(-1);
    return ok({
      entries: entries.map((entry) => told(historyRow(entry, about), station.role)),
      ...(entries.length < limit || last === undefined ? {} : { cursor: String(last.body.seq) }),
    });
  };

const erased =
  ({ house, execute, seal }: Tools): Handlers<"member.erase">["member.erase"] =>
  async (params, caller) => {
    const { approval, ...rest } = withoutKey(params);
    const second = await seal.approval(approval);
    const known = await sealedTextsOf(house.store, params.member);
    const rows = [...known].map((sealed) => house.vault.shred(sealed));
    const approved = second === undefined ? {} : { approval: second };
    const done = await execute("member.erase", { ...rest, ...approved }, { params, caller, rows });
    if (!done.ok) return done;
    // A note that was being written meanwhile; after the erasure there comes no other.
    const late = (await sealedTextsOf(house.store, params.member)).difference(known);
    if (late.size > 0) await house.store.side([...late].map((sealed) => house.vault.shred(sealed)));
    // Reports that cannot now do it when they are asked next.
    await house.reports.forgetErased().catch((err: unknown) => house.log.warn({ err }, "reports"));
    return done;
  };

/** Everything kept about a member, for the member: a cashier needs a manager beside her. */
const exported =
  (
    { house, seal }: Tools,
    open: (member: string) => Promise<Result<PersonalData, Refusal>>,
  ): Handlers<"member.export">["member.export"] =>
  async ({ member, approval }, caller) => {
    const person = await open(member);
    if (!person.ok) return person;
    const second = await seal.approval(approval);
    const recorded = await house.store.execute({
      op: "member.export",
      params: { member, ...(second === undefined ? {} : { approval: second }) },
      decider: recordExport,
      actor: actorOf(caller),
    });
    if (!recorded.ok) return recorded;
    const view = await house.store.view([memberRef(member)]);
    const entries = await house.store.entries({ member, limit: 1_000 });
    const history = entries.map((entry) => historyRow(entry));
    return ok({ member: { ...memberView(view, member), ...person.value, history } });
  };

type Given = {
  readonly [K in "name" | "phone" | "identity" | "contacts"]?:
    | ParamsOf<"member.update">[K]
    | undefined;
};

const personOf = ({ name = "", ...rest }: Given): PersonalData =>
  ({ name, ...defined(rest) }) as PersonalData;

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>;
