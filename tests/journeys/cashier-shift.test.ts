// A shift at the till: opened with a float, cash out for flowers, counted blind, the difference said, closed.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const isDrawer = ({ kind }: { readonly kind: string }): boolean => kind === "cash-drawer";

describe.skipIf(lacks("chromium", "fonts"))("a shift at the till", { timeout: 90_000 }, () => {
  let till: Till;
  const desk = () => till.page.locator("shift-desk");
  const open = async (): Promise<void> => {
    await till.page.keyboard.press("Alt+s");
    await desk().locator("form h2").first().waitFor();
  };

  beforeAll(async () => {
    till = await openTill();
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("begins with a float; what is sold and taken out is told nowhere before the count", async () => {
    const { page } = till;
    await till.sim.call("sim.drawer.hold", { held: true });
    await open();
    await desk().locator("input[name=float]").fill("500");
    await page.keyboard.press("Enter");
    await desk().locator("h2", { hasText: "数现金" }).waitFor();
    await desk().locator("select[name=kind]").selectOption("expense");
    await desk().locator("input[name=amount]").fill("86");
    await desk().locator("input[name=why]").fill("买鲜花");
    await desk().locator(".move .button").click();
    await desk().locator(".lists td", { hasText: "买鲜花" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.locator("basket-panel .net", { hasText: "99.00" }).waitFor();
    await page.keyboard.press("Enter");
    await till.finished();
    const opened = async (): Promise<number> =>
      (await till.sim.call("audit.list", { op: "drawer.open" })).records.length;
    await expect.poll(opened, { timeout: 20_000 }).toBe(2);
    await open();
    await desk().getByText("收款", { exact: true }).waitFor();
    const says = await desk().locator(".shift").innerText();
    expect(says).toContain("盲点未启");
    expect(says).not.toContain("513.00");
    expect(says).not.toContain("599.00");
  });

  test("has its drawer opened without a sale by one key, with a reason, in either language", async () => {
    const { page } = till;
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+d");
    const drawer = page.locator("drawer-desk");
    await drawer.locator("input[name=note]").fill("给客人换零钱");
    await page.keyboard.press("Enter");
    await drawer.waitFor({ state: "detached" });
    await page.keyboard.press("Alt+d");
    await drawer.locator("td", { hasText: "没有收款 · 给客人换零钱" }).waitFor();
    expect(await drawer.locator("input[name=note]").getAttribute("required")).not.toBeNull();
    await page.keyboard.press("Escape");
    await page.locator(".bar .language").click();
    await page.keyboard.press("Alt+d");
    await drawer.locator("h2", { hasText: "Open the drawer without a sale" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".bar .language").click();
    await open();
  });

  test("is counted by keys alone; a difference needs its reason; the Z report has the ledger's code", async () => {
    const { page } = till;
    await page.locator("basket-panel .quick button").first().waitFor();
    const first = desk().locator(".count table input").first();
    await first.focus();
    await page.keyboard.type("5");
    await page.keyboard.press("Enter"); // 50
    await page.keyboard.press("Enter"); // 20
    await page.keyboard.press("Enter"); // 10
    await page.keyboard.type("1");
    await expect.poll(() => desk().locator(".total b").innerText()).toBe("510.00");
    await desk().locator(".count .primary").click();
    await desk().locator(".differs", { hasText: "−3.00" }).waitFor();
    expect(await desk().locator(".openings").innerText()).toContain("开了 3 次，其中不收款 1 次");
    expect(await desk().locator(".shift").innerText()).toMatch(
      /账本校验码 [0-9A-Z]{4}-[0-9A-Z]{4}/,
    );
    await desk().locator(".count .button", { hasText: "再数一遍" }).click();
    expect(await desk().locator("input[name=reason]").getAttribute("required")).not.toBeNull();
    await desk().locator(".count table input").first().fill("5");
    await desk().locator(".count table input").nth(3).fill("1");
    await desk().locator(".count table input").nth(5).fill("3");
    await desk().locator("input[name=reason]").fill("少数三枚");
    await desk().locator(".count .primary").click();
    await desk().locator(".tag.good", { hasText: "分毫不差" }).waitFor();
    await desk().locator(".count .primary").click();
    expect(await till.finished()).toMatch(/已交班[\s\S]*513\.00/);
    const audit = await till.sim.call("ledger.verify", {});
    expect(audit).toMatchObject({ ok: true, findings: [] });
  });

  test("hears of the drawer that stands open since its sale, in either language, until it is shut", async () => {
    const { page } = till;
    const band = page.locator(".banner.drawer[role=alert]");
    await band.waitFor({ timeout: 60_000 });
    expect(await band.innerText()).toMatch(/钱箱开着 \d\d+ 秒了，请关上/);
    await page.locator(".bar .language").click();
    await expect.poll(() => band.innerText()).toMatch(/stood open for \d\d+ s: please shut it/);
    await page.locator(".bar .language").click();
    await till.sim.call("sim.drawer.hold", { held: false });
    await band.waitFor({ state: "detached" });
    expect(till.problems).toEqual([]);
  });

  test("sells on when its drawer is unplugged, and says that it stayed shut", async () => {
    const { page } = till;
    const sell = async (): Promise<void> => {
      await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
      await page.locator("basket-panel .net", { hasText: "99.00" }).waitFor();
      await page.keyboard.press("Enter");
    };
    await open();
    await desk().locator("input[name=float]").fill("100");
    await page.keyboard.press("Enter");
    await desk().locator("h2", { hasText: "数现金" }).waitFor();
    await page.keyboard.press("Escape");
    await till.sim.call("sim.device.unplug", { device: "desk-drawer" });
    await sell();
    const notice = page.locator("outcome-sheet [role=alert]");
    await notice.getByText("钱箱没有打开，请用钥匙开").waitFor();
    await page.locator("outcome-sheet", { hasText: "打印机停住了：没有连上" }).waitFor();
    expect(await till.finished()).toContain("99.00");
    await till.sim.call("sim.device.plug", { device: "desk-drawer" });
    await expect
      .poll(async () => (await till.sim.call("device.list", {})).find(isDrawer)?.state)
      .toBe("ready");
    await sell();
    await page.locator("outcome-sheet .job.good").waitFor();
    expect(await notice.count()).toBe(0);
    expect(await till.finished()).toContain("99.00");
    expect(till.problems).toEqual([]);
  });
});
