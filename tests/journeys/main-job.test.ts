// The product's main job on real ends: a card on a reader behind pcscd, the kiosk in Chromium, one balanced durable
// entry, and an ESC/POS receipt in Chinese out of a TCP printer. Unplugging either end turns a line here red.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { secretsIn } from "../support/lobby-frames.ts";
import { lacks } from "../support/parts.ts";
import {
  maskedName,
  memberCard,
  memberPhone,
  openStore,
  type StoreBench,
} from "../support/store-bench.ts";
import type { OpenedPage } from "../support/pages.ts";

const patienceMs = 15_000;

const atScreen = (page: Page, name: string): Promise<unknown> =>
  page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: patienceMs });

describe.skipIf(lacks("pcscd", "vpcd", "chromium", "fonts"))("one swipe", () => {
  let store: StoreBench;
  let kiosk: OpenedPage;
  const left = async (): Promise<number> =>
    (await store.desk.call("account.get", { account: store.account })).assets[store.asset]
      ?.available ?? -1;
  const toPunchConfirm = async (): Promise<void> => {
    const lift = await store.tap();
    await atScreen(kiosk.page, "home");
    lift();
    await kiosk.page.locator(".primary").click();
    await atScreen(kiosk.page, "punch");
  };
  const backToAttract = async (): Promise<void> => {
    await kiosk.page.locator(".foot button").last().click();
    await atScreen(kiosk.page, "goodbye");
    await atScreen(kiosk.page, "attract");
  };
  /** A second touch within half a second counts as the same touch. */
  const untilTouchCounts = (): Promise<void> => kiosk.page.waitForTimeout(600);

  beforeAll(async () => {
    store = await openStore();
    kiosk = await store.openKiosk();
  }, 90_000);
  afterAll(() => store.close());

  test("a tapped card shows the balances, one punch is booked, sealed and printed in Chinese", async () => {
    const lift = await store.tap();
    await atScreen(kiosk.page, "home");
    lift();
    expect(await kiosk.page.locator("h1").innerText()).toContain(maskedName);
    const slip = await kiosk.page.locator(".slip").innerText();
    expect(slip).toContain("1,100"); // 1,000.00 and the programme's 100.00 on top
    expect(slip.replaceAll(/\s/g, "")).toContain("还剩10次");
    await kiosk.page.locator(".primary").click();
    await atScreen(kiosk.page, "punch");
    await untilTouchCounts();
    await kiosk.page.locator(".primary").click();
    await atScreen(kiosk.page, "done");
    await kiosk.page.locator(".receipt.good").waitFor({ timeout: patienceMs });
    expect(await left()).toBe(9);

    const { text } = store.printer.output();
    expect(text).toContain(maskedName);
    expect(text).not.toContain("王小明");
    expect(text).toMatch(/9/);
    expect(text).toContain("汤泉");
    const audit = await store.desk.call("ledger.verify", {});
    expect(audit.ok).toBe(true);
    expect(Object.values(audit.trialBalance).every((sum) => sum === 0)).toBe(true);
    await kiosk.page.locator(".controls .primary").click();
    await atScreen(kiosk.page, "attract");
    expect(kiosk.problems).toEqual([]);
  });

  test("a card that leaves while it is read is told on the glass; the next one is read (K8)", async () => {
    const asked = Promise.withResolvers<undefined>();
    const card = await store.pcscd.lay(() => {
      asked.resolve(undefined);
      return undefined;
    });
    await asked.promise;
    card.lift();
    await atScreen(kiosk.page, "layAgain");
    expect(await kiosk.page.locator("h1").innerText()).toBe("请重新放卡");
    expect(await kiosk.page.locator(".middle .ic").isVisible()).toBe(true);
    // vpcd is looked at every 400 ms: laid down until it is seen
    await vi.waitFor(
      async () => {
        const lift = await store.tap();
        try {
          await kiosk.page
            .locator("[data-screen=home]")
            .waitFor({ state: "attached", timeout: 3_000 });
        } finally {
          lift();
        }
      },
      { timeout: patienceMs, interval: 500 },
    );
    await backToAttract();
    expect(kiosk.problems).toEqual([]);
  });

  test("kill -9 of the gateway between confirm and answer leaves exactly one punch, and the page finds out", async () => {
    await toPunchConfirm();
    const before = await left();
    await untilTouchCounts();
    const frames: string[] = [];
    const session = await kiosk.context.newCDPSession(kiosk.page);
    await session.send("Network.enable");
    const sent = new Promise<void>((resolve) => {
      session.on("Network.webSocketFrameSent", ({ response }) => {
        frames.push(response.payloadData);
        if (response.payloadData.includes("pass.punch")) resolve();
      });
    });
    await kiosk.page.locator(".primary").click();
    await sent;
    await store.restart();
    await atScreen(kiosk.page, "done");
    expect(await left()).toBe(before - 1);
    const keys = frames
      .filter((frame) => frame.includes("pass.punch"))
      .map((frame): unknown => JSON.parse(frame).params.key);
    expect(new Set(keys).size).toBe(1);
    await backToAttract();
  }, 60_000);

  test("without paper the punch is booked and the page says so; new paper brings the receipt", async () => {
    await toPunchConfirm();
    const slips = store.printer.output().slips.length;
    const before = await left();
    store.printer.fault("paper_out");
    await untilTouchCounts();
    await kiosk.page.locator(".primary").click();
    await kiosk.page.locator(".receipt.warn").waitFor({ timeout: patienceMs });
    expect(await kiosk.page.locator(".receipt").innerText()).toContain("缺纸");
    expect(await left()).toBe(before - 1);
    expect(store.printer.output().slips.length).toBe(slips);
    store.printer.fault(null);
    await kiosk.page.locator(".receipt.good").waitFor({ timeout: patienceMs });
    expect(store.printer.output().slips.length).toBe(slips + 1);
    await backToAttract();
  }, 60_000);

  test("a reader that is gone is said on the attract screen, and comes back by itself", async () => {
    await store.pcscd.kill();
    const away = kiosk.page.locator(".invite[data-reader=away]");
    await away.waitFor({ timeout: patienceMs });
    // nobody is asked for a card that nothing would read
    expect(await away.locator("h1").innerText()).toBe("欢迎光临");
    expect(await away.locator(".card-picture").count()).toBe(0);
    await store.pcscd.start();
    await kiosk.page.locator(".invite[data-reader=ready]").waitFor({ timeout: patienceMs });
    await toPunchConfirm();
    await backToAttract();
  }, 60_000);

  test("killing the device host loses no receipt: it is printed, once, after the host is back", async () => {
    await toPunchConfirm();
    const slips = store.printer.output().slips.length;
    store.printer.fault("cover_open");
    await untilTouchCounts();
    await kiosk.page.locator(".primary").click();
    await atScreen(kiosk.page, "done");
    const hosts = await store.hostPids();
    expect(hosts).toHaveLength(1);
    for (const pid of hosts) process.kill(pid, "SIGKILL");
    store.printer.fault(null);
    await kiosk.page.locator(".receipt.good").waitFor({ timeout: 30_000 });
    expect(store.printer.output().slips.length).toBe(slips + 1);
    await backToAttract();
  }, 60_000);

  test("works with head office away: balances, punch and receipt go on, and the page says so", async () => {
    await store.desk.call("sim.network", { up: false });
    await toPunchConfirm();
    const before = await left();
    await untilTouchCounts();
    await kiosk.page.locator(".primary").click();
    await kiosk.page.locator(".receipt.good").waitFor({ timeout: patienceMs });
    expect(await left()).toBe(before - 1);
    expect(await kiosk.page.locator(".status").innerText()).toContain("离线");
    // before points are confirmed the page says how many can be used apart (K9)
    await kiosk.page.locator(".foot button").first().click();
    await atScreen(kiosk.page, "home");
    const rewards = kiosk.page.locator(".tile", { hasText: "积分兑换" });
    const { allow = [] } = (await store.desk.call("store.info", {})).offline ?? {};
    expect(allow).toContain("spend_points");
    expect(await rewards.count()).toBe(1);
    if (await rewards.isEnabled()) {
      await rewards.click();
      await atScreen(kiosk.page, "redeem");
      expect(await kiosk.page.locator(".who").innerText()).toMatch(/最多用 [\d,]+ 分/);
    } else expect(await rewards.innerText()).toMatch(/联网后可换|还差/);
    await store.desk.call("sim.network", { up: true });
    await backToAttract();
  }, 60_000);

  test("through all of it no frame told the page a whole number, a PIN or a token", async () => {
    const { frames } = kiosk;
    const guests = [{ token: memberCard, phone: memberPhone }];
    expect(frames.length).toBeGreaterThan(100);
    expect(await secretsIn({ frames, gateway: store.gateway(), guests })).toEqual([]);
  });
});
