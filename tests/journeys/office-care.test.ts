// A manager cares for the members in real Chromium: a segment is asked and kept, a campaign tried, started and given, a
// message previewed and sent, two files of one person made one; without a finding of axe, in both languages, by night.
import axe from "axe-core";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  signInManager,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const views = ["segments", "campaigns", "coupons", "messages", "members"] as const;

describe.skipIf(lacks("chromium", "fonts"))(
  "a manager cares for the members",
  { timeout: 120_000 },
  () => {
    let gateway: GatewayProcess;
    let sim: TallygateClient;
    let opened: OpenedPage;
    let browser: Awaited<ReturnType<typeof launchChromium>>;
    let page: Page;

    const go = (hash: string): Promise<unknown> =>
      page.goto(`${gateway.simulated.url}/office/#/${hash}`);
    const enrol = async (name: string, phone: string): Promise<string> => {
      const consent = { rules: true, marketing: true };
      const given = { name, phone, consent, key: sim.newKey() };
      return (await sim.call("member.enrol", given)).member;
    };
    const findings = async (): Promise<readonly string[]> => {
      await page.evaluate(axe.source);
      const found: readonly { readonly id: string; readonly nodes: readonly object[] }[] =
        await page.evaluate(
          "axe.run(document, { rules: { 'page-has-heading-one': { enabled: false } } }).then(({ violations }) => violations)",
        );
      return found.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 300)}`);
    };

    beforeAll(async () => {
      gateway = await startGatewayProcess({ args: ["--clock", "2026-03-02T10:00:00+08:00"] });
      sim = connectAs(gateway, "test");
      await enrol("周同", "13712121212");
      await enrol("周同", "13712121212");
      browser = await launchChromium();
      opened = await openPage(browser, { gateway, path: "office", size: "till" });
      ({ page } = opened);
      page.setDefaultTimeout(30_000);
      await signInManager(page);
      await page.locator("today-view").waitFor();
    }, 120_000);
    afterAll(async () => {
      sim.close();
      await browser.close();
      await gateway[Symbol.asyncDispose]();
    });

    test("asks who a segment is, keeps it, and the gateway counts the same", async () => {
      await go("segments");
      const view = page.locator("segments-view");
      await view.getByRole("button", { name: "加条件" }).click();
      await view.locator(".condition select").first().selectOption("has.stored");
      await view.locator(".condition input").fill("100");
      await view.getByRole("button", { name: "看看有谁" }).click();
      const { count = 0 } = await sim.call("segment.members", {
        when: { "has.stored": { gte: 10_000 } },
        count: true,
      });
      expect(count).toBeGreaterThan(0);
      await view.getByRole("heading", { name: `${count} 位会员` }).waitFor();
      await view.locator("input[name=name]").fill("储值满百");
      await view.getByRole("button", { name: "保存分组" }).click();
      await view.locator(".pick", { hasText: "储值满百" }).waitFor();
      expect(await view.locator(".pick").innerText()).toContain("储值余额 至少 100.00");
    });

    test("tries a campaign on today's members, starts it, and everybody of the segment is given once", async () => {
      await go("campaigns");
      const view = page.locator("campaigns-view");
      await view.locator("select[name=kind]").selectOption("once");
      await view.locator("input[name=name]").fill("三月回馈");
      await view.getByRole("button", { name: "试算今天会送多少" }).click();
      await view.locator(".wrong", { hasText: "填代金券面值" }).waitFor();
      await view.locator("input[name='gift.value']").fill("20");
      await view.locator("input[name='gift.minSpend']").fill("100");
      await view.locator("input[name=stock]").fill("50");
      await view.locator("select[name=segment]").selectOption({ label: "储值满百" });
      await view.getByRole("button", { name: "试算今天会送多少" }).click();
      const told = await view.getByRole("heading", { name: /今天会送出 \d+ 份/u }).innerText();
      const gifts = Number(/\d+/u.exec(told)?.[0]);
      expect(gifts).toBeGreaterThan(0);
      await view.getByRole("button", { name: "开始活动" }).click();
      await view.locator(".pick .tag", { hasText: "进行中" }).waitFor();
      await view.getByRole("button", { name: "现在发放" }).click();
      await view.locator(".done", { hasText: "送出" }).waitFor();
      const { campaigns } = await sim.call("campaign.list", {});
      expect(campaigns).toMatchObject([{ name: "三月回馈", given: gifts, cost: 2_000 * gifts }]);
    });

    test("gives a voucher by hand and takes it out of use", async () => {
      await go("coupons");
      const view = page.locator("coupons-view");
      await view.locator("input[name=member]").fill("13812345678");
      await view.locator("input[name=value]").fill("15.50");
      await view.locator("input[name=reason]").fill("久等致歉");
      await view.getByRole("button", { name: "发券" }).click();
      const code = /[0-9A-Z]{16}/u.exec(await view.locator(".done").innerText())?.[0] ?? "";
      await view.locator("input[name=code]").fill(code.toLowerCase());
      await view.getByRole("button", { name: "查询" }).click();
      await view.locator(".says", { hasText: "15.50" }).waitFor();
      await view.locator("input[name=voidReason]").fill("发错");
      await view.getByRole("button", { name: "作废", exact: true }).click();
      await view.locator(".tag.bad", { hasText: "已作废" }).waitFor();
      expect(await sim.call("coupon.get", { code })).toMatchObject({ state: "void", value: 1_550 });
    });

    test("hands out bearer vouchers with a second manager, and the list owes them", async () => {
      await go("coupons");
      const panel = page.locator("bearer-panel");
      await panel.locator("input[name='bearer.value']").fill("30");
      await panel.locator("input[name='bearer.count']").fill("2");
      await panel.locator("input[name='bearer.reason']").fill("开业");
      await panel.locator("input[name='bearer.second']").fill("1003");
      await panel.locator("input[name='bearer.pin']").fill("9012");
      await panel.getByRole("button", { name: "发放", exact: true }).click();
      await panel.locator(".done", { hasText: "已发 2 张" }).waitFor();
      await panel.getByRole("cell", { name: "发放" }).first().waitFor();
      expect(await sim.call("voucher.list", {})).toMatchObject({
        totals: { open: { count: 2, amount: 6_000 } },
      });
    });

    test("ranks a period that is over and gives its prize, once", async () => {
      await sim.call("sim.clock.set", { now: "2026-03-04T10:00:00+08:00" });
      await go("campaigns");
      const panel = page.locator("ranking-panel");
      await panel.locator("select[name=by]").selectOption("topup");
      await panel.locator("input[name=rankFrom]").fill("2026-03-01");
      await panel.locator("input[name=rankTo]").fill("2026-03-03");
      await panel.getByRole("button", { name: "看排名" }).click();
      await panel.getByRole("cell", { name: "1", exact: true }).first().waitFor();
      const award = async (): Promise<void> => {
        await panel.locator("input[name='first.value']").fill("88");
        await panel.locator("input[name=prizeName]").fill("充值之星");
        await panel.locator("input[name=rankSecond]").fill("1003");
        await panel.locator("input[name=rankPin]").fill("9012");
        await panel.getByRole("button", { name: "发奖", exact: true }).click();
      };
      await award();
      await panel.locator(".done", { hasText: "送出 1 份" }).waitFor();
      await panel.locator(".pick", { hasText: "充值之星" }).waitFor();
      await award();
      await panel.locator(".wrong", { hasText: "已经有了" }).waitFor();
      const asked = { by: "topup", from: "2026-03-01", to: "2026-03-03" } as const;
      const { rows, awards } = await sim.call("ranking.list", asked);
      expect(awards).toMatchObject([{ name: "充值之星", winners: 1, cost: 8_800 }]);
      const { coupons } = await sim.call("account.get", { account: rows[0]?.account ?? "" });
      expect(coupons.filter(({ value }) => value === 8_800)).toHaveLength(1);
    });

    test("writes a template, reads it as a member would, and the log tells what was sent", async () => {
      await go("messages");
      const view = page.locator("messages-view");
      await view.locator("input[name=name]").fill("到期提醒");
      await view.locator("input[name=marketing]").uncheck();
      await view.locator("textarea[name='body.zh-CN']").fill("{name}您好，还有 {balance:pts} 分。");
      await view.locator("input[name=previewOf]").fill("13812345678");
      await view.getByRole("button", { name: "预览" }).click();
      await view.locator(".letter", { hasText: "王*您好，还有" }).waitFor();
      await view.getByRole("button", { name: "保存模板" }).click();
      await view.locator(".pick", { hasText: "到期提醒" }).waitFor();
      await view.getByRole("button", { name: "发送", exact: true }).click();
      await view.locator(".done", { hasText: "已排队" }).waitFor();
      await view.getByRole("cell", { name: "到期提醒" }).first().waitFor();
    });

    test("makes two files of one person one, with a second manager's PIN", async () => {
      await go("members");
      const panel = page.locator("duplicates-panel");
      await panel.getByRole("button", { name: "查找重复" }).click();
      await panel.locator(".pick", { hasText: "姓名也相同" }).first().click();
      await panel.locator("input[name=second]").fill("1003");
      await panel.locator("input[name=pin]").fill("9012");
      await panel.getByRole("button", { name: "并入选中的档案" }).click();
      await panel.locator(".done", { hasText: "已合并" }).waitFor();
      const { members } = await sim.call("member.find", { phone: "13712121212" });
      expect(members).toHaveLength(1);
    });

    test.each(["English", "Dark", "中文"])(
      "has no finding of axe, after turning to %s",
      async (turn) => {
        await page.getByRole("button", { name: turn }).click();
        for (const view of views) {
          await go(view);
          await page.locator(`${view}-view`).waitFor();
          await page.waitForLoadState("networkidle");
          const pick = page.locator(`${view}-view .pick`).first();
          if (await pick.isVisible()) await pick.click();
          // A button that was just pressed is on its way from one colour to another.
          await vi.waitFor(async () => expect([view, await findings()]).toEqual([view, []]), {
            timeout: 20_000,
            interval: 500,
          });
        }
      },
    );

    test("nothing went wrong in the page", () => {
      expect(opened.problems).toEqual([]);
    });
  },
);
