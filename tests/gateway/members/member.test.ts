// A member's file: numbers, finding, the identity lock, notes, the right to be forgotten.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import type { Ref } from "../../../gateway/members/contract.ts";
import { isNumberFormat, luhnDigit, numberOf } from "../../../gateway/members/member/number.ts";
import { foundMembers, memberView, searchRoots } from "../../../gateway/members/member/view.ts";
import { createWorld, type World } from "../../support/given.ts";
import { call, cash, enrolled, issued, li, refusedCall, zhang } from "../../support/people.ts";
import { person } from "../../support/seal.ts";

const counter = () => createWorld({ programme: "counter", at: "2024-01-10T10:00:00+08:00" });
const consent = { rules: true, marketing: false };
const ref = (member: string): Ref => ({ kind: "member", id: member });

const found = (world: World, by: Parameters<typeof foundMembers>[1]): readonly string[] =>
  foundMembers(world.view(searchRoots(by)), by);

describe("numbers", () => {
  const from = { prefix: "S07", businessDate: "2024-01-10", sequence: 12 };

  test("follow their mask, and grow when it is full", () => {
    expect(numberOf("{store}{seq:6}", from)).toBe("S07000012");
    expect(numberOf("VIP-{year}-{store}-{seq:3}", from)).toBe("VIP-2024-S07-012");
    expect(numberOf("{store}{seq:1}", from)).toBe("S0712");
  });

  test("may end in a check digit that finds one wrong digit", () => {
    expect(luhnDigit("7992739871")).toBe(3);
    const number = numberOf("{seq:6}{check}{store}", { ...from, prefix: "" });
    const typo = number.replace(/1/, "4");
    expect(luhnDigit(number.slice(0, -1))).toBe(Number(number.at(-1)));
    expect(luhnDigit(typo.slice(0, -1))).not.toBe(Number(typo.at(-1)));
  });

  test("never meet between stores or within one", () => {
    const place = fc.record({
      prefix: fc.constantFrom("A", "B", "S07"),
      sequence: fc.integer({ min: 1, max: 2_000_000 }),
    });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const number = (of: typeof one) =>
          numberOf("{store}-{seq:6}{check}", { ...of, businessDate: "2024-01-10" });
        const same = one.prefix === other.prefix && one.sequence === other.sequence;
        expect(number(one) === number(other)).toBe(same);
      }),
    );
  });

  test("have masks with a store and a sequence, and nothing unknown", () => {
    expect(isNumberFormat("{store}{seq:6}{check}")).toBe(true);
    expect(isNumberFormat("{seq:6}")).toBe(false);
    expect(isNumberFormat("{store}")).toBe(false);
    expect(isNumberFormat("{store}{seq:6}{name}")).toBe(false);
  });
});

describe("the masks of numbers", () => {
  test("are the owner's choice until the first number is given out", () => {
    const world = counter();
    const chosen = world.do("numbering.put", {
      member: "VIP-{store}{seq:4}",
      card: "{store}{year}{seq:5}",
    });
    expect(chosen["next"]).toEqual({ member: "VIP-A0001", card: "A202400001" });
    const { member, card } = issued(world);
    expect(world.get("member", member)?.number).toBe("VIP-A0001");
    expect(world.get("card", card)?.number).toBe("A202400001");
    expect(world.refused("numbering.put", { member: "{store}{seq:6}" })).toBe("not_permitted");
    expect(world.refused("numbering.put", { card: "{store}{seq:6}" })).toBe("not_permitted");
    expect(world.do("numbering.put", {})).toMatchObject({ next: { member: "VIP-A0002" } });
  });

  test("are refused where two numbers could be the same", () => {
    const world = counter();
    expect(world.refused("numbering.put", { member: "{seq:6}" })).toBe("not_permitted");
    expect(world.refused("numbering.put", { card: "{store}" })).toBe("not_permitted");
  });
});

describe("relations", () => {
  const relationsOf = (world: World, member: string) => world.get("member", member)?.relations;

  test("stand in both files, each from its own side", () => {
    const world = counter();
    const [mother, child] = [enrolled(world), enrolled(world, li)];
    world.do("member.relate", { member: mother, other: child, as: "child" });
    expect(relationsOf(world, mother)).toEqual([{ member: child, as: "child" }]);
    expect(relationsOf(world, child)).toEqual([{ member: mother, as: "parent" }]);
    world.do("member.relate", { member: child, other: mother, as: "friend" });
    expect(relationsOf(world, mother)).toEqual([{ member: child, as: "friend" }]);
    expect(memberView(world.view([ref(child)]), child)).toMatchObject({
      relations: [{ member: mother, as: "friend" }],
    });
    world.do("member.relate", { member: mother, other: child });
    expect([relationsOf(world, mother), relationsOf(world, child)]).toEqual([[], []]);
  });

  test("need two people who are there", () => {
    const world = counter();
    const member = enrolled(world);
    const asked = (other: string) =>
      world.refused("member.relate", { member, other, as: "spouse" });
    expect(asked(member)).toBe("not_permitted");
    expect(asked("m_x")).toBe("not_found");
  });
});

describe("enrolment", () => {
  test("needs consent, counts on, and knows the same document again", () => {
    const world = counter();
    const { type, number, name } = zhang;
    const ask = { name, identity: { type, number } };
    const without = { ...ask, consent: { rules: false, marketing: true } };
    expect(refusedCall(world, "member.enrol", without)).toBe("missing.consent");
    const first = call(world, "member.enrol", { ...ask, consent });
    expect(refusedCall(world, "member.enrol", { ...ask, consent })).toBe("already_exists");
    const passport = { type: "passport", number };
    const second = call(world, "member.enrol", { ...ask, identity: passport, consent });
    expect([first["number"], second["number"]]).toEqual(["A0000017", "A0000025"]);
  });

  test("takes no birthday that cannot be", () => {
    const world = counter();
    const born = (date: string, calendar: string) => {
      const ask = { name: "王五", consent, birthday: { date, calendar } };
      return refusedCall(world, "member.enrol", ask).split(":")[0];
    };
    expect(born("1990-02-30", "solar")).toBe("not_permitted");
    expect(born("2024-01-11", "solar")).toBe("not_permitted");
    expect(born("1990-01-31", "lunar")).toBe("not_permitted");
    expect(born("0000-02-29", "solar")).toBe("accepted");
    expect(born("1990-02-30", "lunar")).toBe("accepted");
  });

  test("keeps who brought her, by id or by number", () => {
    const world = counter();
    const first = enrolled(world);
    const number = world.get("member", first)?.number ?? "";
    const second = enrolled(world, li, { referrer: number });
    expect(world.get("member", second)?.referrer).toBe(first);
    const unknown = { name: "王五", consent, referrer: "A9" };
    expect(refusedCall(world, "member.enrol", unknown)).toBe("not_found");
  });

  test("writes no name, phone or document number into the journal", () => {
    const world = counter();
    enrolled(world, zhang, { phone: "13812345678" });
    const text = JSON.stringify(world.journal).replaceAll(/"(sealed|\w+Index)":"[^"]*"/g, "");
    expect(text).not.toContain(zhang.number);
    expect(text).not.toContain("13812345678");
    expect(text).not.toContain("张三");
    expect(text).toContain("张*");
  });
});

describe("a member is found", () => {
  test("by phone, name, document, number and card; by all that is named at once", () => {
    const world = counter();
    const { member, card } = issued(world, { token: "T1" });
    const other = enrolled(world, li, { phone: "13812345678" });
    const number = world.get("member", member)?.number ?? "";
    expect(found(world, { nameIndex: "n:张三" })).toEqual([member]);
    expect(found(world, { identityIndex: `i:${li.number}` })).toEqual([other]);
    expect(found(world, { phoneIndex: "p:13812345678" })).toEqual([other]);
    expect(found(world, { number })).toEqual([member]);
    expect(found(world, { card })).toEqual([member]);
    expect(found(world, { token: "T1" })).toEqual([member]);
    expect(found(world, { nameIndex: "n:张三", phoneIndex: "p:13812345678" })).toEqual([]);
    expect(found(world, { nameIndex: "n:nobody" })).toEqual([]);
    expect(found(world, { token: "T2" })).toEqual([]);
  });

  test("also by the number of a card that was replaced", () => {
    const world = counter();
    const { member, card } = issued(world, { token: "T1" });
    call(world, "card.exchange", { card, token: "T2", reason: "damaged" });
    const number = world.get("card", card)?.number ?? "";
    expect(found(world, { number })).toEqual([member]);
    const rows = memberView(world.view([ref(member)]), member)?.["cards"];
    expect(rows).toMatchObject([{ state: "active" }]);
  });
});

describe("a member's file changes", () => {
  test("and the pointers with it", () => {
    const world = counter();
    const member = enrolled(world, zhang, { phone: "13800000000" });
    const next = person({ ...zhang, phone: "13911111111", identity: zhang });
    world.do("member.update", { member, person: next, sex: "f" });
    expect(found(world, { phoneIndex: "p:13800000000" })).toEqual([]);
    expect(found(world, { phoneIndex: "p:13911111111" })).toEqual([member]);
    expect(world.get("member", member)).toMatchObject({ sex: "f", class: "ordinary" });
  });

  test("but name and document only by a manager's hand", () => {
    const world = counter();
    const member = enrolled(world);
    const renamed = person({ name: "张四", identity: zhang });
    const swapped = person({ name: zhang.name, identity: { type: "id-card", number: "7" } });
    for (const changed of [renamed, swapped]) {
      expect(world.refused("member.update", { member, person: changed })).toBe("missing.approval");
    }
    world.actor({ rights: ["manager"] });
    world.do("member.update", { member, person: renamed });
    expect(found(world, { nameIndex: "n:张四" })).toEqual([member]);
    enrolled(world, li);
    const taken = person({ name: "张四", identity: li });
    expect(world.refused("member.update", { member, person: taken })).toBe("already_exists");
  });

  test("consent to the rules cannot be taken back while she stays", () => {
    const world = counter();
    const member = enrolled(world);
    const asked = { member, consent: { rules: false, marketing: false } };
    expect(world.refused("member.update", asked)).toBe("missing.consent");
    world.do("member.update", { member, consent: { rules: true, marketing: true } });
    expect(world.get("member", member)?.consent).toMatchObject({ marketing: true });
  });
});

describe("a member is forgotten", () => {
  test("only when nothing is owed to her, and then nothing finds her", () => {
    const world = counter();
    const { member, card, account } = issued(world);
    call(world, "account.topUp", { account, amount: 5_000, tenders: cash(5_000) });
    world.actor({ role: "office" });
    expect(world.refused("member.erase", { member })).toBe("not_permitted");
    call(world, "card.refund", { card, reason: "leaving", cardReturned: true });
    expect(world.do("member.erase", { member })).toEqual({ member, erased: true });
    expect(found(world, { nameIndex: "n:张三" })).toEqual([]);
    expect(found(world, { identityIndex: `i:${zhang.number}` })).toEqual([]);
    expect(world.get("member", member)).toMatchObject({ erased: true, person: { sealed: "" } });
    expect(JSON.stringify(world.get("member", member))).not.toContain("张");
    expect(world.refused("member.update", { member, sex: "m" })).toBe("not_found");
    expect(world.refused("card.issue", { member, type: "basic" })).toBe("not_found");
    expect(enrolled(world)).not.toBe(member);
  });

  test("by a cashier only with a manager beside her", () => {
    const world = counter();
    call(world, "staff.put", { staff: "M1", name: "店长", pin: "1111", rights: ["manager"] });
    const member = enrolled(world);
    expect(world.refused("member.erase", { member })).toBe("missing.approval");
    const approval = { staff: "M1", pin: "1111" };
    expect(call(world, "member.erase", { member, approval })).toMatchObject({ erased: true });
  });
});
