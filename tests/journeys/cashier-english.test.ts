// A day at an English-speaking till in real Chromium: a member enrolled, sold to with three tenders, goods back, her
// card exchanged and renewed, a late check-out that her tier allows and one that costs.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const fresh = "04C0FFEE445566";
const damaged = { token: "04A1B2C3D4E580", phone: "13812345678" };
const minuteMs = 60_000;

describe.skipIf(lacks("chromium", "fonts"))("a till in English", { timeout: 90_000 }, () => {
  let till: Till;
  const accountOf = async (token: string) => {
    const { account } = await till.sim.call("card.identify", { token });
    return { account, ...(await till.sim.call("account.get", { account })) };
  };
  const quick = (name: string) =>
    till.page.locator("basket-panel .quick button", { hasText: name }).click();
  const owed = (amount: string) =>
    till.page.locator("basket-panel .net", { hasText: amount }).waitFor();
  /** What the timeline says came last, once its slip lies at the desk. */
  const printed = async (account: string): Promise<string | undefined> => {
    const [entry] = (await till.sim.call("member.history", { account, limit: 1 })).entries;
    const printedAs = async (): Promise<string | undefined> =>
      (await till.sim.call("print.list", {})).jobs.find(({ receipt }) => receipt === entry?.receipt)
        ?.state;
    await expect.poll(printedAs, { timeout: 20_000 }).toBe("printed");
    return entry?.op;
  };
  const onto = async (hours: number): Promise<void> =>
    void (await till.sim.call("sim.clock.advance", { ms: hours * 60 * minuteMs }));

  beforeAll(async () => {
    till = await openTill(["--clock", "2026-11-21T09:30:00+08:00"], "en-US");
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("enrols a member and issues the card that is tapped", async () => {
    const { page } = till;
    await page.keyboard.press("Alt+n");
    const form = page.locator("enrol-form");
    await form.locator("input[name=name]").fill("林若溪");
    await form.locator("input[name=phone]").fill("13700001234");
    await form.locator("input[name=rules]").check();
    await till.tap(fresh);
    await form.locator(".token.good").waitFor();
    await form.locator("input[name=topUp]").fill("1000");
    await page.keyboard.press("Enter");
    expect(await till.finished()).toContain("Card issued");
    expect((await accountOf(fresh)).assets["stored"]?.available).toBe(110_000);
  });

  test("sells with three tenders, and takes a unit back by its receipt", async () => {
    const { page, sim } = till;
    const { account } = await accountOf(fresh);
    const given = { account, kind: "voucher", value: 1_000, reason: "birthday" } as const;
    const { code } = await sim.call("coupon.issue", { ...given, key: sim.newKey() });
    await quick("Swimsuit");
    await quick("Swimsuit");
    await owed("198.00");
    await sim.call("sim.scan", { device: "desk-scanner", code });
    await page.locator("tender-row output", { hasText: "10.00" }).waitFor();
    await page.keyboard.press("F7");
    await page.keyboard.type("100");
    await page.keyboard.press("Enter");
    await page.locator("tender-row .sums", { hasText: "88.00" }).waitFor();
    await page.keyboard.press("F8");
    await page.keyboard.type("100");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await till.finished()).toMatch(/Paid[\s\S]*Change\s*12\.00/);
    expect((await accountOf(fresh)).assets["stored"]?.available).toBe(100_000);

    const [entry] = (await sim.call("member.history", { account, limit: 1 })).entries;
    const { body } = await sim.call("ledger.entry", { entry: entry?.entry ?? "" });
    const receipt = /"receipt":"(r_[^"]+)"/.exec(JSON.stringify(body))?.[1] ?? "";
    await page.keyboard.press("Alt+u");
    const desk = page.locator("refund-desk");
    await desk.locator("input[name=receipt]").waitFor();
    await sim.call("sim.scan", {
      device: "desk-scanner",
      code: `tg1:${receipt}:${"A".repeat(43)}`,
    });
    await desk.locator("tbody tr").first().waitFor();
    await sim.call("sim.scan", { device: "desk-scanner", code: "swimsuit" });
    await desk.locator(".primary:enabled").click();
    expect(await till.finished()).toContain("Returned");
  });

  test("exchanges a damaged card: what stays is shown, the fee taken, the old one is no more", async () => {
    const { page } = till;
    const before = await accountOf(damaged.token);
    await page.keyboard.press("Alt+k");
    const desk = page.locator("card-desk");
    await desk.locator("input[name=text]").fill(damaged.phone);
    await page.keyboard.press("Enter");
    await desk.locator(".work h1").waitFor();
    await page.keyboard.press("Alt+h");
    await desk.locator("h1", { hasText: "Exchange (damaged)" }).waitFor();
    await desk.locator(".kept tr", { hasText: "2,680" }).first().waitFor();
    await till.tap("04F6A7B8C9D0E1");
    await expect.poll(() => desk.locator("input[name=token]").inputValue()).toBe("04F6A7B8C9D0E1");
    await desk.locator(".primary:enabled", { hasText: "Check and preview" }).click();
    await desk.locator(".primary", { hasText: "Take 10.00, exchange" }).click();
    expect(await till.finished()).toContain("Card exchanged");
    const after = await accountOf("04F6A7B8C9D0E1");
    expect(after).toMatchObject({ account: before.account, assets: before.assets });
    await expect(accountOf(damaged.token)).rejects.toMatchObject({ code: "card.replaced" });
    expect(await printed(after.account)).toBe("card.exchange");
  });

  test("lets a gold member leave at two, and takes half a night from one who stays longer", async () => {
    const { page, sim } = till;
    const { businessDate: arrive } = await sim.call("store.info", {});
    const depart = "2026-11-22";
    const booking = { arrive, depart, roomType: "twin", nightly: 38_800, deposit: 60_000 };
    for (const guest of ["王芳", "张伟"])
      await sim.call("stay.put", { ...booking, guest, key: sim.newKey() });
    const desk = page.locator("stay-desk");
    for (const [guest, token, room] of [
      ["王芳", "04F6A7B8C9D0E1", "301"],
      ["张伟", "04B2C3D4E5F680", "302"],
    ] as const) {
      await till.tap(token);
      await page.locator("member-panel .name", { hasText: guest.slice(0, 1) }).waitFor();
      await page.keyboard.press("Alt+a");
      await desk.locator(".choices button", { hasText: guest.slice(0, 1) }).click();
      await desk.locator("input[name=room]").fill(room);
      await page.keyboard.press("Enter");
      expect(await till.finished()).toContain("Checked in");
    }
    const leave = async (room: string): Promise<string> => {
      await page.keyboard.press("Alt+a");
      await desk.locator("nav button", { hasText: "In the house" }).click();
      await desk.locator(".choices button", { hasText: room }).click();
      await desk.locator(".due").waitFor();
      const says = await desk.locator(".ways").innerText();
      await desk.locator(".primary").click();
      expect(await till.finished()).toContain("Checked out");
      return says;
    };
    await onto(28); // 13:30 of the next day
    expect(await leave("301")).toMatch(/until\s*14:00\s*Late by\s*—\s*Due\s*0\.00/u);
    expect(await leave("302")).toMatch(/until\s*12:00\s*Late by\s*90 min\s*Due\s*1\d\d\.\d\d/u);
  });

  test("opens a shift, counts it blind and closes it", async () => {
    const { page } = till;
    const desk = page.locator("shift-desk");
    await page.keyboard.press("Alt+s");
    await desk.locator("input[name=float]").fill("500");
    await page.keyboard.press("Enter");
    await desk.locator("h2", { hasText: "Count the cash" }).waitFor();
    await desk.locator(".count table input").first().fill("5");
    await expect.poll(() => desk.locator(".total b").innerText()).toBe("500.00");
    await desk.locator(".count .primary").click();
    // What was taken in cash before the shift began lies in the drawer too.
    await desk.locator(".differs").waitFor();
    await desk.locator("input[name=reason]").fill("counted without the day's takings");
    await desk.locator(".count .primary").click();
    expect(await till.finished()).toContain("Shift closed");
  });

  test("the books balance and the page had no error", async () => {
    expect(await till.sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
    expect(till.problems).toEqual([]);
  });
});

describe.skipIf(lacks("chromium", "fonts"))("a card with an end", { timeout: 90_000 }, () => {
  let till: Till;
  beforeAll(async () => {
    till = await openTill(
      ["--programme", "mudan", "--clock", "2026-11-23T10:00:00+08:00"],
      "en-US",
    );
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("is renewed for a year from its last day, which is said before", async () => {
    const { page, sim } = till;
    const consent = { rules: true, marketing: false };
    const person = { name: "林若溪", phone: "13700001234", consent };
    const { member } = await sim.call("member.enrol", { key: sim.newKey(), ...person });
    const { card } = await sim.call("card.issue", {
      key: sim.newKey(),
      member,
      type: "vip",
      token: fresh,
      feeTenders: [{ type: "cash", amount: 1_000 }],
      firstTopUp: { amount: 300_000, tenders: [{ type: "cash", amount: 300_000 }] },
    });
    await page.keyboard.press("Alt+k");
    const desk = page.locator("card-desk");
    await desk.locator("input[name=text]").fill(person.phone);
    await page.keyboard.press("Enter");
    await desk.locator(".work h1").waitFor();
    await page.keyboard.press("Alt+x");
    await desk.locator("h1", { hasText: "Renew" }).waitFor();
    await desk.locator(".primary:enabled", { hasText: "Check and preview" }).click();
    await desk.locator(".primary", { hasText: "renew until 2028-11-23" }).click();
    expect(await till.finished()).toContain("Card renewed");
    const [found] = (await sim.call("member.find", { token: fresh })).members;
    expect(found?.cards?.find((one) => one.card === card)).toMatchObject({ state: "active" });
  });

  test("its top-up is invoiced until the year ends, which is said before", async () => {
    const { page, sim } = till;
    const { account } = await sim.call("card.identify", { token: fresh });
    const { entries } = await sim.call("member.history", { account, limit: 9 });
    const issued = entries.find(({ op }) => op === "card.issue")?.receipt ?? "";
    await page.keyboard.press("Alt+g");
    const desk = page.locator("tab-desk");
    await desk.locator("input[name=receipt]").fill(issued);
    await page.keyboard.press("Enter");
    await desk.locator(".ways", { hasText: /3,?000\.00\s*Ask by\s*2026-12-31/u }).waitFor();
    await desk.locator(".primary", { hasText: "Ask for the invoice of 3,000.00" }).click();
    await desk.locator(".token.good", { hasText: "Asked for 3,000.00" }).waitFor();
    expect(till.problems).toEqual([]);
  });
});
