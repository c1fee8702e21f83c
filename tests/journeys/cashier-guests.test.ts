// Guests at the till: a call from the kiosk answered, an amount told there taken in cash, arrivals, deposit, check-out.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { secretsIn } from "../support/lobby-frames.ts";
import { connectAs } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const wang = "04A1B2C3D4E580";
const zhang = "04B2C3D4E5F680";

describe.skipIf(lacks("chromium", "fonts"))(
  "guests who wait for a person",
  { timeout: 90_000 },
  () => {
    let till: Till;
    let kiosk: TallygateClient;
    const frames: string[] = [];
    const storedOf = async (token: string) => {
      const { account } = await till.sim.call("card.identify", { token });
      return (await till.sim.call("account.get", { account })).assets["stored"];
    };

    beforeAll(async () => {
      till = await openTill();
      kiosk = connectAs(till.gateway, "kiosk", frames);
    }, 90_000);
    afterAll(async () => {
      kiosk.close();
      await till[Symbol.asyncDispose]();
    });

    test("a call from the kiosk shows at once wherever the cashier is, and is answered by key and touch", async () => {
      const { page } = till;
      await kiosk.call("help.call", { reason: "payment", key: kiosk.newKey() });
      await page.locator(".desks .tag", { hasText: "1" }).waitFor();
      await page.keyboard.press("Alt+q");
      const desk = page.locator("queue-desk");
      for (const [answer, state] of [
        ["看到了", "seen"],
        ["马上来", "coming"],
      ] as const) {
        await desk.locator("button", { hasText: answer }).click();
        await expect
          .poll(async () => (await kiosk.call("help.list", {})).calls[0]?.state, {
            timeout: 20_000,
          })
          .toBe(state);
      }
      await desk.locator("button", { hasText: "办好了" }).click();
      await desk.getByText("没有人在叫").waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".desks .tag").waitFor({ state: "detached" });
    });

    test("an amount told at the kiosk is taken at the till, once, and both see it", async () => {
      const { page, sim } = till;
      const presented = new Promise<string>((resolve) => {
        kiosk.on("card.presented", ({ data }) => resolve(data.visit ?? ""));
      });
      await kiosk.call("input.arm", { expect: ["card"], forMs: 60_000 });
      await sim.call("sim.card.present", { device: "lobby-reader", token: wang });
      const { account } = await kiosk.call("card.identify", { visit: await presented });
      await kiosk.call("topup.intend", { account, amount: 50_000, key: kiosk.newKey() });
      await sim.call("sim.card.remove", { device: "lobby-reader" });
      const before = (await storedOf(wang))?.available ?? 0;
      await page.locator(".desks .tag", { hasText: "1" }).waitFor();
      await page.keyboard.press("Alt+q");
      await page.locator("queue-desk .primary", { hasText: "收 500.00" }).click();
      expect(await till.finished()).toContain("已充值");
      expect((await storedOf(wang))?.available).toBe(before + 53_000);
      expect((await sim.call("topup.intents", {})).intents).toEqual([]);
    });

    test("a booking is checked in with its deposit set aside, and checked out from it", async () => {
      const { page, sim } = till;
      const { businessDate: arrive } = await sim.call("store.info", {});
      const depart = new Date(Date.parse(`${arrive}T00:00:00Z`) + 86_400_000)
        .toISOString()
        .slice(0, 10);
      const booking = {
        arrive,
        depart,
        roomType: "twin",
        nightly: 38_800,
        guest: "张伟",
        deposit: 30_000,
      };
      await sim.call("stay.put", { ...booking, key: sim.newKey() });
      await till.tap(zhang);
      await page.locator("member-panel .name").waitFor();
      const before = (await storedOf(zhang))?.available ?? 0;
      await page.keyboard.press("Alt+a");
      const desk = page.locator("stay-desk");
      await desk.locator(".choices button").first().click();
      await desk.locator("input[name=room]").fill("302");
      expect(await desk.locator("input[name=deposit]").inputValue()).toBe("300.00");
      await page.keyboard.press("Enter");
      expect(await till.finished()).toContain("已入住");
      expect(await storedOf(zhang)).toMatchObject({ available: before - 30_000, held: 30_000 });

      await page.keyboard.press("Alt+a");
      await desk.locator("nav button", { hasText: "在店客人" }).click();
      await desk.locator(".choices button", { hasText: "302" }).click();
      await desk.locator(".due").waitFor();
      await desk.locator(".primary").click();
      expect(await till.finished()).toContain("已退房");
      expect(await storedOf(zhang)).toMatchObject({ available: before });
      expect(await sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
      expect(till.problems).toEqual([]);
    });

    test("the kiosk beside it was told no whole number, no PIN and no token", async () => {
      expect(frames.length).toBeGreaterThan(10);
      expect(await secretsIn({ frames, gateway: till.gateway })).toEqual([]);
    });
  },
);
