// Drawing from lots, and the periods and birthdays that dated facts are counted by.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import { isBirthday } from "../../../gateway/members/account/birthday.ts";
import { movementOf } from "../../../gateway/members/account/apply-lines.ts";
import { allocate } from "../../../gateway/members/account/lots.ts";
import { periodHolding } from "../../../gateway/members/account/progress.ts";
import type { Lot } from "../../../gateway/members/state.ts";
import { createCalendar } from "../../../gateway/programme/calendar.ts";
import type { AssetTerms } from "../../../gateway/programme/format.ts";
import { loadProgramme } from "../../support/given.ts";
import { accountWith } from "../../support/sample-account.ts";

const context = { programme: loadProgramme("mudan"), calendar: createCalendar([]) };

const money = (lot: string, principal: number, bonus: number, expiresOn?: string): Lot => ({
  lot,
  asset: "stored",
  parts: { principal, bonus },
  createdOn: "2024-01-10",
  source: "topup",
  ...(expiresOn === undefined ? {} : { expiresOn }),
});

const take = (lots: readonly Lot[], amount: number, asset: Partial<AssetTerms> = {}) =>
  allocate(context, accountWith(lots), {
    asset: { id: "stored", kind: "money", draw: "pro_rata", ...asset },
    amount,
    on: "2024-06-01",
  })?.map(({ lot, part, amount: taken }) => `${lot} ${part} ${taken}`);

describe("drawing stored value", () => {
  test("takes principal and bonus in proportion, lot after lot", () => {
    const lots = [money("a", 5_000, 500), money("b", 3_000, 0)];
    expect(take(lots, 1_100)).toEqual(["a principal 1000", "a bonus 100"]);
    expect(take(lots, 6_000)).toEqual(["a principal 5000", "a bonus 500", "b principal 500"]);
    expect(take(lots, 8_501)).toBeUndefined();
  });

  test("takes one part first where the programme says so", () => {
    const lots = [money("a", 500, 100)];
    expect(take(lots, 150, { draw: "bonus_first" })).toEqual(["a principal 50", "a bonus 100"]);
    expect(take(lots, 550, { draw: "principal_first" })).toEqual(["a principal 500", "a bonus 50"]);
  });

  test("never takes what has lapsed, and first what lapses first where the programme says so", () => {
    const lots = [
      money("old", 100, 0, "2024-05-31"),
      money("late", 100, 0),
      money("soon", 100, 0, "2024-06-01"),
    ];
    expect(take(lots, 150)).toEqual(["late principal 100", "soon principal 50"]);
    expect(take(lots, 150, { lots: "fefo" })).toEqual(["soon principal 100", "late principal 50"]);
    expect(take(lots, 201)).toBeUndefined();
  });

  test("takes exactly what was asked and no part below zero, whatever the lots", () => {
    const lot = fc.record({ principal: fc.nat(10_000), bonus: fc.nat(3_000) });
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 6 }), fc.nat(40_000), (given, amount) => {
        const lots = given.map(({ principal, bonus }, at) => money(`l${at}`, principal, bonus));
        const total = given.reduce((sum, { principal, bonus }) => sum + principal + bonus, 0);
        const asset = { id: "stored", kind: "money", draw: "pro_rata" } as const;
        const taken = allocate(context, accountWith(lots), { asset, amount, on: "2024-06-01" });
        if (amount > total) return taken === undefined;
        const left = lots.every(({ lot: id, parts }) =>
          Object.entries(parts).every(([part, held]) => {
            const used = taken?.filter((one) => one.lot === id && one.part === part) ?? [];
            return used.reduce((sum, one) => sum + one.amount, 0) <= held;
          }),
        );
        return left && taken?.reduce((sum, one) => sum + one.amount, 0) === amount;
      }),
    );
  });
});

describe("a posting", () => {
  test("is read from its end, since an asset's id may hold colons", () => {
    const line = (account: string) => movementOf({ account, unit: "u", amount: 5 });
    expect(line("liab:house:pts:avail:a_1:lot_1")).toMatchObject({ account: "a_1", part: "avail" });
    expect(line("liab:deferred:a_1:lot_1")).toMatchObject({ kind: "deferred", change: -5 });
    expect(line("asset:receivable:a_1")).toMatchObject({ kind: "receivable", change: 5 });
    expect(line("liab:commission:S1")).toEqual({ kind: "commission", staff: "S1", change: -5 });
    for (const other of ["asset:cash:desk-1", "liab:voucher:v_1", "income:sales:a"]) {
      expect(line(other)).toBeUndefined();
    }
  });
});

describe("a year from issue", () => {
  test("ends on the anniversary by the civil code, the day before where the programme says so", () => {
    const row = { anchor: "2024-02-29", length: "P1Y" } as const;
    const civil = (on: string) => periodHolding(on, { ...row, style: "civil_code" });
    expect(civil("2024-02-29")).toEqual({ from: "2024-02-29", to: "2025-02-28" });
    expect(civil("2025-02-28")).toEqual({ from: "2024-02-29", to: "2025-02-28" });
    expect(civil("2025-03-01")).toEqual({ from: "2025-03-01", to: "2026-02-28" });
    expect(civil("2028-02-29")).toEqual({ from: "2027-03-01", to: "2028-02-29" });
    expect(
      periodHolding("2025-01-09", { anchor: "2024-01-10", length: "P1Y", style: "half_open" }),
    ).toEqual({
      from: "2024-01-10",
      to: "2025-01-09",
    });
  });
});

describe("a birthday", () => {
  test("by the sun is on its day, and on the last of the month where there is none", () => {
    const leap = { month: 2, day: 29, calendar: "solar" } as const;
    expect(isBirthday(leap, "2024-02-29")).toBe(true);
    expect(isBirthday(leap, "2024-02-28")).toBe(false);
    expect(isBirthday(leap, "2025-02-28")).toBe(true);
  });

  test("by the moon moves with the moon", () => {
    const midAutumn = { month: 8, day: 15, calendar: "lunar" } as const;
    const dates = ["2024-09-17", "2025-10-06", "2026-09-25"];
    expect(dates.map((date) => isBirthday(midAutumn, date))).toEqual([true, true, true]);
    expect(isBirthday(midAutumn, "2025-09-17")).toBe(false);
    const newYearsEve = { month: 12, day: 30, calendar: "lunar" } as const;
    expect(isBirthday(newYearsEve, "2024-02-09")).toBe(true);
    expect(isBirthday(newYearsEve, "2025-01-28")).toBe(true);
  });
});
