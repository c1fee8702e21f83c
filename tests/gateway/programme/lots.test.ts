// When units become spendable and when they lapse.
import { describe, expect, it } from "vitest";
import type { Programme } from "../../../gateway/programme/compile.ts";
import type { AssetTerms, Expiry } from "../../../gateway/programme/format.ts";
import { creditOn, expiryOf, passValidTo } from "../../../gateway/programme/lots.ts";
import { programmeFile, programmeWith, shipped } from "./bills.ts";

const mudan = shipped("mudan");

const withExpiry = (expiry: Expiry, more: Partial<AssetTerms> = {}): Programme => {
  const assets = programmeFile("counter").assets.map((asset) =>
    asset.id === "pts" ? { ...asset, expiry, ...more } : asset,
  );
  return programmeWith({ assets });
};

const lastDay = (expiry: Expiry, lot: Parameters<typeof expiryOf>[2]): string | undefined =>
  expiryOf(withExpiry(expiry), "pts", lot);

describe("lots lapse", () => {
  it("never, after their own period, or rounded up to the period's end", () => {
    const createdOn = "2024-02-10";
    expect(lastDay({ rule: "never" }, { createdOn })).toBeUndefined();
    expect(lastDay({ rule: "per_lot", after: "P1Y" }, { createdOn })).toBe("2025-02-10");
    expect(lastDay({ rule: "per_lot", after: "P2Y", roundUp: "year" }, { createdOn })).toBe(
      "2026-12-31",
    );
    expect(lastDay({ rule: "per_lot", after: "P1M", roundUp: "month" }, { createdOn })).toBe(
      "2024-03-31",
    );
  });

  it("with one window from the first credit", () => {
    expect(expiryOf(mudan, "pts", { createdOn: "2024-03-31" })).toBe("2025-03-31");
    expect(expiryOf(mudan, "pts", { createdOn: "2024-06-30", windowFrom: "2024-03-31" })).toBe(
      "2025-03-31",
    );
  });

  it("after inactivity, but not in an exempt tier", () => {
    const expiry: Expiry = { rule: "inactivity", after: "P12M", exemptTiers: [] };
    expect(lastDay(expiry, { createdOn: "2024-01-01", lastActivityOn: "2024-05-05" })).toBe(
      "2025-05-05",
    );
    const demo = { ...expiry, exemptTiers: ["gold"] };
    const programme = programmeWith({
      tiers: [{ id: "gold", rank: 1 }],
      assets: [
        { id: "stored", kind: "money" },
        { id: "pts", kind: "points", expiry: demo },
        { id: "wash", kind: "count" },
      ],
    });
    expect(expiryOf(programme, "pts", { createdOn: "2024-01-01", tier: "gold" })).toBeUndefined();
  });

  it("on a fixed day of the year, 29 February falling back", () => {
    expect(lastDay({ rule: "fixed_day", day: "03-31" }, { createdOn: "2024-03-31" })).toBe(
      "2024-03-31",
    );
    expect(lastDay({ rule: "fixed_day", day: "03-31" }, { createdOn: "2024-04-01" })).toBe(
      "2025-03-31",
    );
    expect(
      lastDay({ rule: "fixed_day", day: "12-31", after: "P1Y" }, { createdOn: "2024-05-01" }),
    ).toBe("2025-12-31");
    expect(lastDay({ rule: "fixed_day", day: "02-29" }, { createdOn: "2025-01-01" })).toBe(
      "2025-02-28",
    );
  });

  it("rolled over once into the next period", () => {
    expect(lastDay({ rule: "rollover", after: "P1Y" }, { createdOn: "2024-02-10" })).toBe(
      "2026-02-10",
    );
  });
});

describe("credits", () => {
  it("come at once, after a delay, or at the close of a period", () => {
    expect(creditOn(shipped("zhaohua"), "pts", "2024-02-10")).toBe("2024-02-10");
    expect(creditOn(mudan, "pts", "2024-02-10")).toBe("2024-03-31");
    expect(creditOn(mudan, "pts", "2024-03-31")).toBe("2024-03-31");
    const delayed = withExpiry({ rule: "never" }, { credit: { mode: "delay", delay: "P7D" } });
    expect(creditOn(delayed, "pts", "2024-02-27")).toBe("2024-03-05");
  });
});

describe("a pass", () => {
  it("is good for its product's validity, else for its asset's", () => {
    expect(passValidTo(shipped("counter"), "wash10", "2024-01-10")).toBe("2025-01-10");
    expect(passValidTo(shipped("demo"), "breakfast5", "2024-08-31")).toBe("2025-02-28");
    expect(passValidTo(shipped("counter"), "nothing", "2024-01-10")).toBeUndefined();
  });
});
