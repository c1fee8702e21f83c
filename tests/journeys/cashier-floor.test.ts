// The shop floor at the till: members found while typing, change kept, a PIN on the customer's screen, newcomers by
// symbol and by list, a shelf that is counted, a bottle that waits. In real Chromium, by key and scan.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceCode, referenceOf } from "../../kiosk-ui/charts/kiosk/visit.ts";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const scanner = "desk-scanner";

describe.skipIf(lacks("chromium", "fonts"))("the shop floor", { timeout: 90_000 }, () => {
  let till: Till;

  const enrol = async (name: string, phone: string, token: string): Promise<string> => {
    const { sim } = till;
    const consent = { rules: true, marketing: false };
    const { member } = await sim.call("member.enrol", { key: sim.newKey(), name, phone, consent });
    const issued = await sim.call("card.issue", {
      key: sim.newKey(),
      member,
      type: "standard",
      token,
    });
    return issued.account;
  };
  const stored = async (account: string): Promise<number> =>
    (await till.sim.call("account.get", { account })).assets["stored"]?.available ?? 0;
  const scan = (code: string): Promise<unknown> =>
    till.sim.call("sim.scan", { device: scanner, code });
  const open = async (key: string, desk: string): Promise<void> => {
    await till.page.keyboard.press(key);
    await till.page.locator(desk).waitFor();
  };

  beforeAll(async () => {
    till = await openTill();
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("a member is found by initials and last digits while they are typed", async () => {
    const { page } = till;
    await enrol("欧阳晓峰", "13812349876", "04F100000000A1");
    await enrol("欧阳雪芳", "13812341111", "04F100000000A2");
    await page.keyboard.press("F9");
    const found = page.locator("find-form [role=option]");
    await page.locator("find-form input").pressSequentially("oyxf");
    await expect.poll(() => found.count()).toBe(2);
    await page.keyboard.type("9876");
    await expect.poll(() => found.count()).toBe(1);
    expect(await found.innerText()).toContain("138****9876");
    expect(await found.innerText()).not.toContain("晓");
    await page.keyboard.press("Enter");
    await page.locator("member-panel .name", { hasText: "欧***" }).waitFor();
    await page.locator("member-panel", { hasText: "散客" }).waitFor();
  });

  test("Enter that comes with the last digit takes whom it names, not whom fewer digits named", async () => {
    const { page, sim } = till;
    for (const [tail, token] of [
      ["1111", "04F100000000A2"],
      ["9876", "04F100000000A1"],
    ] as const) {
      const { number = "" } = await sim.call("card.identify", { token });
      await page.keyboard.press("Alt+z");
      await page.keyboard.press("F9");
      await page.locator("find-form input").pressSequentially("oyxf");
      await expect.poll(() => page.locator("find-form [role=option]").count()).toBe(2);
      await page.keyboard.type(tail);
      await page.keyboard.press("Enter");
      await page.locator("find-form").waitFor({ state: "detached" });
      await page.locator("member-panel", { hasText: number.slice(-4) }).waitFor();
    }
  });

  test("a guest who saw no answer at the kiosk: her number or her photograph tells what was booked", async () => {
    const { page, sim } = till;
    const account = await enrol("司马青", "13812342222", "04F100000000A3");
    const tenders = [{ type: "cash", amount: 88_000 }];
    await sim.call("pass.sell", { key: sim.newKey(), account, pass: "spa10", tenders });
    const key = sim.newKey();
    const { receipt } = await sim.call("pass.punch", { key, account, asset: "spa" });
    await scan(referenceCode(key));
    const panel = page.locator("reference-panel");
    await panel.locator(".line", { hasText: "用次卡" }).locator(".tag.good").waitFor();
    await panel.locator("input").fill(referenceOf(sim.newKey()));
    await page.keyboard.press("Enter");
    await panel.locator("text=没有入账").waitFor();
    await panel.locator("input").fill(referenceOf(key));
    await page.keyboard.press("Enter");
    await panel.locator(".line .button:not(.primary)").click();
    const printed = async (): Promise<boolean> =>
      (await sim.call("print.list", { device: "desk-printer" })).jobs.some(
        (job) => job.receipt === receipt && job.state === "printed",
      );
    await expect.poll(printed, { timeout: 30_000 }).toBe(true);
    await page.keyboard.press("Escape");
  });

  test("change of a cash payment goes into her stored value", async () => {
    const { page } = till;
    const { members } = await till.sim.call("member.find", { text: "oyxf9876" });
    const account = members[0]?.accounts[0] ?? "";
    await page.locator("basket-panel .quick button", { hasText: "茶点拼盘" }).click();
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("F8");
    await page.keyboard.type("50");
    await page.keyboard.press("Enter");
    const keep = page.locator("tender-row .keep");
    await keep.waitFor();
    await page.keyboard.press("Alt+C");
    await expect.poll(() => keep.getAttribute("aria-pressed")).toBe("true");
    const change = Number(/([\d.]+)/.exec((await keep.innerText()).replace("Alt C", ""))?.[1]);
    await page.keyboard.press("Enter");
    await till.finished();
    expect(await stored(account)).toBe(Math.round(change * 100));
    expect(change).toBeGreaterThan(0);
  });

  test("the kiosk's symbol opens the form in the guest's language", async () => {
    const { page } = till;
    await scan("tallygate:enrol?lang=ja");
    await page.locator("enrol-form").waitFor();
    await page.locator("enrol-form [lang=ja]", { hasText: "日本語" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("enrol-form").waitFor({ state: "detached" });
  });

  test("a list of newcomers gets card after card", async () => {
    const { page } = till;
    await open("Alt+B", "batch-desk");
    await page.locator("batch-desk textarea").fill("赵一 13700000001\n钱二\n13700000003");
    await page.locator("batch-desk input[name=rules]").check();
    await page.locator("batch-desk .primary").click();
    await page.locator("batch-desk [role=alert]", { hasText: "3" }).waitFor();
    await page.locator("batch-desk textarea").fill("赵一 13700000001\n钱二");
    await page.locator("batch-desk .primary").click();
    await page.locator("batch-desk .token", { hasText: "赵一" }).waitFor();
    await till.tap("04F100000000B1");
    await page.locator("batch-desk .token", { hasText: "钱二" }).waitFor();
    await page.locator("batch-desk input[name=token]").fill("04F100000000B1");
    await page.keyboard.press("Enter");
    await page.locator("batch-desk .tag.bad").waitFor({ timeout: 8_000 });
    await till.tap("04F100000000B2");
    await page.locator("batch-desk .token.good").waitFor();
    const { members } = await till.sim.call("member.find", { text: "zy0001" });
    expect(members[0]?.cards?.[0]).toMatchObject({ type: "standard", state: "active" });
    await page.keyboard.press("Escape");
    await page.locator("batch-desk").waitFor({ state: "detached" });
  });

  test("goods come in by scan, are sold with a bill, and are counted", async () => {
    const { page } = till;
    await till.sim.call("goods.put", {
      key: till.sim.newKey(),
      sku: "water",
      name: "矿泉水",
      lowAt: 2,
    });
    await open("Alt+I", "goods-desk");
    await page.locator("goods-desk nav button", { hasText: "收货" }).click();
    for (let piece = 0; piece < 3; piece += 1) await scan("water");
    await expect.poll(() => page.locator("goods-desk input.units").inputValue()).toBe("3");
    await page.locator("goods-desk .primary").click();
    await page.locator("goods-desk td.figure b", { hasText: "3" }).waitFor();
    await page.keyboard.press("Escape");
    await scan("water");
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("Enter");
    await till.finished();
    const shelf = async () => (await till.sim.call("goods.list", {})).goods[0];
    expect(await shelf()).toMatchObject({ onHand: 2, isLow: true, soldThisMonth: 1 });
    await open("Alt+I", "goods-desk");
    await page.locator("goods-desk nav button", { hasText: "盘点" }).click();
    await page.locator("goods-desk input.units").fill("1");
    await page.locator("goods-desk input[name=note]").fill("一瓶破了");
    await page.locator("goods-desk .primary").click();
    await page.locator("goods-desk td.figure b", { hasText: "1" }).waitFor();
    await expect.poll(shelf, { timeout: 30_000 }).toMatchObject({ onHand: 1 });
    await page.keyboard.press("Escape");
  });

  test("a bottle is left, its label found by scan, and drunk in part", async () => {
    const { page } = till;
    await till.tap("04F100000000A1");
    await page.locator("member-panel .name").waitFor();
    await open("Alt+W", "deposit-desk");
    await page.locator("deposit-desk nav button", { hasText: "存入" }).click();
    await page.locator("deposit-desk input[name=what]").fill("十年陈酿");
    await page.locator("deposit-desk input[name=quantity]").fill("500");
    await page.locator("deposit-desk .primary").click();
    expect(await till.finished()).toContain("已存入");
    const { deposits } = await till.sim.call("deposit.list", {});
    expect(deposits).toMatchObject([{ what: "十年陈酿", left: 500, name: "欧***" }]);
    const labels = async () =>
      (await till.sim.call("print.list", { limit: 20 })).jobs.filter(
        ({ receipt, state }) => receipt === undefined && state === "printed",
      ).length;
    await expect.poll(labels, { timeout: 30_000 }).toBe(1);
    await page.keyboard.press("Alt+Z");
    await open("Alt+W", "deposit-desk");
    await scan(deposits[0]?.code ?? "");
    await page.locator("deposit-desk input[name=quantity]").fill("200");
    await page.locator("deposit-desk .primary").click();
    expect(await till.finished()).toContain("已取出");
    expect((await till.sim.call("deposit.list", {})).deposits).toMatchObject([{ left: 300 }]);
  });

  test("a time is booked once, and its guest arrives", async () => {
    const { page, sim } = till;
    const massage = { service: "massage", name: "足疗", minutes: 60, capacity: 1 };
    await sim.call("slot.offer", {
      ...massage,
      opens: "00:00",
      closes: "23:59",
      key: sim.newKey(),
    });
    for (const [round, guest] of ["李明", "王芳"].entries()) {
      await open("Alt+V", "slot-desk");
      await page.locator("slot-desk nav button", { hasText: "新预约" }).click();
      await page.locator("slot-desk input[name=at]").fill("22:00");
      await page.locator("slot-desk input[name=guest]").fill(guest);
      await page.locator("slot-desk .primary").click();
      if (round === 0) await page.locator("slot-desk .line", { hasText: "李*" }).waitFor();
      else await page.locator("slot-desk [role=alert]").waitFor();
      await page.keyboard.press("Escape");
    }
    await open("Alt+V", "slot-desk");
    await page.locator("slot-desk .line .primary").click();
    await page.locator("slot-desk .tag.good", { hasText: "已到" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("a call that is owed is written down and done", async () => {
    const { page, sim } = till;
    await till.tap("04F100000000A1");
    await page.locator("member-panel .name").waitFor();
    await open("Alt+Y", "task-desk");
    await page.locator("task-desk input[name=what]").fill("回访：存的酒");
    await page.locator("task-desk form .primary").click();
    await page.locator("task-desk .line", { hasText: "欧***" }).waitFor();
    await page.locator("task-desk .line .primary").click();
    await page.locator("task-desk .line").waitFor({ state: "detached" });
    expect((await sim.call("task.list", {})).tasks).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test("nothing went wrong on the page", () => {
    expect(till.problems).toEqual([]);
  });
});
