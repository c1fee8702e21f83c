// What each kind of entity links to. The store loads the roots of a command and everything they link
// to, transitively; an entity that no root leads to does not exist for the decider.
import type { Ref } from "./contract.ts";
import { personLookups } from "./member/lookups.ts";
import { stayLists } from "./stay/lists.ts";
import type { Entities, EntityKind, EntityOf } from "./state.ts";

type LinksByKind = { readonly [K in EntityKind]: (entity: Entities[K]) => readonly Ref[] };

const refs = (kind: EntityKind, ids: readonly (string | null | undefined)[]): readonly Ref[] =>
  ids.flatMap((id) => (typeof id === "string" ? [{ kind, id }] : []));

const none = (): readonly Ref[] => [];

const linksByKind: LinksByKind = {
  member: (member) => [
    ...refs("account", member.accounts),
    ...refs("lookup", personLookups(member.person)),
    ...refs("lookup", member.aliases ?? []),
    ...refs("member", [member.mergedInto]),
  ],
  account: (account) => [
    ...refs("member", [account.member]),
    ...refs("card", [account.card]),
    ...refs("coupon", account.coupons),
    ...refs(
      "hold",
      account.holds.map(({ hold }) => hold),
    ),
  ],
  card: (card) => [...refs("account", [card.account]), ...refs("member", [card.member])],
  bill: (bill) => [
    ...refs("account", [bill.account]),
    ...refs("card", [bill.card]),
    ...refs(
      "coupon",
      bill.vouchers.map((voucher) => voucher.coupon),
    ),
    ...refs("staff", [bill.commission?.seller]),
    ...refs("goods", bill.counted ?? []),
  ],
  hold: (hold) => refs("account", [hold.account]),
  lease: (lease) =>
    refs(
      "account",
      lease.units.map(({ account }) => account),
    ),
  coupon: (coupon) => refs("account", [coupon.account]),
  stay: (stay) => [
    ...refs("member", [stay.member]),
    ...refs("account", [stay.account]),
    ...refs("card", [stay.card]),
    ...refs("hold", [stay.hold]),
    ...refs("lookup", stayLists(stay)),
  ],
  staff: none,
  shift: none,
  receipt: ({ bill }) => refs("bill", typeof bill === "string" ? [bill] : []),
  setting: none,
  help: (call) => refs("account", [call.account]),
  exception: (file) => refs("account", [file.account]),
  imported: ({ made: { bill } }) => refs("bill", typeof bill === "string" ? [bill] : []),
  webhook: none,
  template: none,
  message: none,
  segment: none,
  campaign: ({ segment, template }) => [
    ...refs("segment", [segment]),
    ...refs("template", [template]),
  ],
  goods: none,
  booking: (booking) => refs("member", [booking.member]),
  task: (task) => refs("member", [task.member]),
  deposit: (deposit) => refs("account", [deposit.account]),
  intent: (intent) => refs("account", [intent.account]),
  token: (pointer) => refs(pointer.kind, pointer.ids),
  lookup: (pointer) => (pointer.loose === true ? [] : refs(pointer.kind, pointer.ids)),
};

/** Entities that must be loaded whenever this one is. */
export const links = <K extends EntityKind>(kind: K, entity: EntityOf<K>): readonly Ref[] =>
  linksByKind[kind](entity);
