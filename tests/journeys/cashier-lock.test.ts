// Who is on duty: kept over a reload, gone with a lock, back by PIN or staff card; the basket outlives all of
// it. And the guest's PIN: entered on the customer's screen, seen by nobody at the till, and not one that
// anybody would try first.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const staffCard = "04C0FFEE000001";
const pinned = "04F2000000C0DE";
const pin = "246810";

describe.skipIf(lacks("chromium", "fonts"))("who is on duty", { timeout: 90_000 }, () => {
  let till: Till;
  const basket = () => till.page.locator("basket-panel");
  const signIn = () => till.page.locator("sign-in");

  beforeAll(async () => {
    till = await openTill(["--programme", "retail"]);
    const { sim } = till;
    await sim.call("staff.put", {
      key: sim.newKey(),
      staff: "1007",
      name: "周晓",
      rights: ["cashier"],
      card: staffCard,
    });
    const { member } = await sim.call("member.enrol", {
      key: sim.newKey(),
      name: "何苗",
      phone: "13811112222",
      identity: { type: "id-card", number: "510812199005200027" },
      consent: { rules: true, marketing: false },
    });
    await sim.call("card.issue", {
      key: sim.newKey(),
      member,
      type: "combo",
      token: pinned,
      pin,
      firstTopUp: { amount: 50_000, tenders: [{ type: "cash", amount: 50_000 }] },
    });
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("a reload of the tab keeps the employee and the basket", async () => {
    const { page } = till;
    await page.locator("basket-panel .quick button", { hasText: "自由金额" }).click();
    await page.locator("open-amount-form input[name=amount]").fill("12");
    await page.keyboard.press("Enter");
    await basket().locator(".net", { hasText: "12.00" }).first().waitFor();
    await page.reload();
    await basket().locator(".net", { hasText: "12.00" }).first().waitFor();
    expect(await signIn().count()).toBe(0);
  });

  test("a lock survives a reload; an employee's card opens the till with the same basket", async () => {
    const { page } = till;
    await page.keyboard.press("F12");
    await signIn().waitFor();
    await page.reload();
    await signIn().waitFor();
    await expect
      .poll(
        async () => {
          await till.tap(staffCard);
          return basket().count();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1);
    await page.locator(".bar", { hasText: "周晓" }).waitFor();
    await basket().locator(".net", { hasText: "12.00" }).first().waitFor();
  });

  test("a member's card tapped while it is locked opens nothing", async () => {
    const { page } = till;
    await page.keyboard.press("F12");
    await signIn().waitFor();
    await expect
      .poll(
        async () => {
          await till.tap(pinned);
          return page.locator("sign-in [role=alert]").count();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1);
    expect(await basket().count()).toBe(0);
    await till.signIn();
  });

  test("nobody at the till for five minutes locks it", async () => {
    const { page } = till;
    await page.clock.install();
    await page.reload();
    await basket().waitFor();
    await page.keyboard.press("F2");
    await page.clock.runFor(299_000);
    expect(await signIn().count()).toBe(0);
    await page.clock.runFor(2_000);
    await signIn().waitFor();
    await page.clock.resume();
    await till.signIn();
  });

  test("whom the gateway no longer takes for signed in finds the lock, and then her basket", async () => {
    const { page, sim } = till;
    const left = { staff: "1001", name: "林晓", rights: ["cashier"] };
    await sim.call("staff.put", { ...left, active: false, key: sim.newKey() });
    await page.locator("basket-panel .quick button", { hasText: "自由金额" }).click();
    await page.locator("open-amount-form input[name=amount]").fill("3");
    await page.keyboard.press("Enter");
    await signIn().waitFor();
    await sim.call("staff.put", { ...left, active: true, key: sim.newKey() });
    await till.signIn();
    await basket().locator(".net", { hasText: "3.00" }).first().waitFor();
  });

  test("the guest's PIN goes from the customer's screen to the bill, as dots at the till", async () => {
    const { page } = till;
    const screen = await page.context().newPage();
    screen.setDefaultTimeout(30_000);
    await screen.goto(`${till.gateway.simulated.url}/cashier/?screen=customer`);
    await screen.locator("main").waitFor();
    await page.bringToFront();
    await till.tap(pinned);
    await page.locator("guest-pin [role=status]").waitFor();
    await page.locator("pin-pad").waitFor({ state: "detached" });
    await screen.bringToFront();
    await screen.locator("pin-pad").waitFor();
    for (const digit of pin.slice(0, 5))
      await screen.locator("pin-pad .pad button", { hasText: digit }).click();
    await page.locator("guest-pin .dots", { hasText: "●●●●●○" }).waitFor();
    expect(await page.locator("guest-pin").innerText()).not.toContain(pin.slice(0, 2));
    await screen.locator("pin-pad .pad button", { hasText: pin.slice(5) }).click();
    await screen.locator("pin-pad").waitFor({ state: "detached" });
    await page.locator("guest-pin").waitFor({ state: "detached" });
    await page.locator("member-panel .name", { hasText: "何*" }).waitFor();
    const kept: string = await page.evaluate(
      "JSON.stringify([{...localStorage}, {...sessionStorage}])",
    );
    expect(kept).not.toContain(pin);
    await screen.close();
  });

  test("a newcomer's PIN that is easy to guess is asked again, and what was typed stays", async () => {
    const { page } = till;
    await page.keyboard.press("Alt+n");
    const form = page.locator("enrol-form");
    await form.locator("input[name=name]").fill("方晴");
    await form.locator("input[name=phone]").fill("13755550199");
    await form.locator("input[name=rules]").check();
    await form.locator("input[name=identity]").fill("11010519491231002X");
    await form.locator(".choices button", { hasText: "组合卡" }).click();
    await form.locator("input[name=topUp]").fill("500");
    const choose = async (chosen: string): Promise<void> => {
      await form.locator(".pin button").click();
      await form.locator("pin-pad").waitFor();
      for (const digit of chosen + chosen) await page.keyboard.press(digit);
      await form.locator("pin-pad").waitFor({ state: "detached" });
      await form.locator(".actions .primary").click();
    };
    await choose("123321");
    await form.locator("[role=alert]", { hasText: "太容易猜到" }).waitFor();
    expect(await form.locator("input[name=topUp]").inputValue()).toBe("500");
    expect(await form.locator(".actions .primary").isDisabled()).toBe(true);
    await choose("846029");
    expect(await till.finished()).toContain("已发卡");
  });

  test("nothing went wrong on the page", () => {
    expect(till.problems).toEqual([]);
  });
});
