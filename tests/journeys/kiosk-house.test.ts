// The kiosk in its house, in Chromium against a real gateway: a hotel's system drops its bookings through a day, the
// owner's catalogue has stock, a top-up tells its bonus, the printer has no paper, the house has a colour and a logo.
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import readSymbol from "qr/decode.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { secretsIn } from "../support/lobby-frames.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "lobby-reader";
const patienceMs = 60_000;
const testMs = 180_000;
const head = "number,arrive,depart,room type,nightly,guest,phone,state\n";

describe.skipIf(lacks("chromium"))("the kiosk in its house", () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let kiosk: OpenedPage;
  let sim: TallygateClient;
  let page: Page;
  let folder: string;

  const screen = (name: string): Promise<void> =>
    page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: patienceMs });
  const touch = (selector: string): Promise<void> =>
    page.locator(selector).first().click({ timeout: patienceMs });
  const text = (selector: string): Promise<string> =>
    page.locator(selector).first().innerText({ timeout: patienceMs });
  const arrive = async (index: number): Promise<string> => {
    await page.locator("[data-reader=ready]").waitFor({ timeout: patienceMs });
    const token = gateway.simulated.cards?.[index]?.token ?? "";
    const { account } = await sim.call("card.identify", { token });
    await sim.call("sim.card.present", { device, token });
    await screen("home");
    await sim.call("sim.card.remove", { device });
    return account;
  };
  const leave = async (): Promise<void> => {
    await touch(".foot .quit");
    await screen("goodbye");
    await touch(".controls .primary");
    await screen("attract");
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tallygate-bookings-"));
    const args = ["--clock", "2026-03-09T09:00:00+08:00", "--bookings", folder];
    [gateway, browser] = await Promise.all([startGatewayProcess({ args }), launchChromium()]);
    sim = connectAs(gateway, "test");
    kiosk = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
    page = kiosk.page;
    await screen("attract");
  }, testMs);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  describe("a day with a hotel's system", () => {
    const drop = async (name: string, rows: readonly string[]): Promise<void> => {
      writeFileSync(join(folder, `.${name}`), `${head}${rows.join("\n")}\n`);
      renameSync(join(folder, `.${name}`), join(folder, name));
      const done = join(folder, "done", name);
      await vi.waitFor(() => expect(existsSync(done)).toBe(true), { timeout: patienceMs });
    };
    const row = (code: string, state = ""): string =>
      `${code},2026-03-09,2026-03-10,king,488.00,陈静,13912345678,${state}`;
    const typeCode = async (code: string): Promise<void> => {
      await touch(".no-card >> nth=1");
      await screen("other");
      await touch(".tile >> nth=1");
      await screen("booking");
      for (const digit of code) await touch(`.key >> text="${digit}"`);
      await touch(".controls .primary");
    };
    const stateOf = async (code: string): Promise<unknown> =>
      (await sim.call("stay.find", { code })).stays[0]?.state;

    test(
      "what it drops in the morning can be checked in to at noon",
      { timeout: testMs },
      async () => {
        await drop("morning.csv", [row("26030901"), row("26030902")]);
        await sim.call("sim.clock.set", { now: "2026-03-09T12:30:00+08:00" });
        await typeCode("26030901");
        await screen("stay");
        await page.waitForTimeout(600);
        await touch(".controls .primary");
        await screen("done");
        expect([await stateOf("26030901"), await stateOf("26030902")]).toEqual([
          "in_house",
          "booked",
        ]);
        await leave();
      },
    );

    test(
      "what it takes back is not there any more, what it adds is",
      { timeout: testMs },
      async () => {
        await drop("afternoon.csv", [row("26030902", "cancelled"), row("26030903")]);
        await typeCode("26030902");
        await screen("blocked");
        await touch(".controls .primary");
        await screen("goodbye");
        await touch(".controls .primary");
        await screen("attract");
        await typeCode("26030903");
        await screen("stay");
        await leave();
        expect(await stateOf("26030903")).toBe("booked");
      },
    );

    test("a booking of yesterday is nobody's way in today", { timeout: testMs }, async () => {
      await sim.call("sim.clock.set", { now: "2026-03-11T09:00:00+08:00" });
      await typeCode("26030903");
      await screen("blocked");
      await leave();
    });
  });

  test(
    "a top-up tells its bonus and clause before it is told to the desk",
    { timeout: testMs },
    async () => {
      await arrive(1);
      await touch(".tile:has-text('充值')");
      await screen("topUp");
      await touch(".choice.wide:has-text('1,000.00')");
      await page.locator(".facts .worth").waitFor({ timeout: patienceMs });
      const promised = await text(".facts");
      expect(promised).toContain("100.00");
      expect(promised).toContain("2.3");
      await leave();
    },
  );

  test(
    "a thing of the catalogue is had twice, and two fewer are left",
    { timeout: testMs },
    async () => {
      await sim.call("gift.put", {
        key: sim.newKey(),
        reward: "umbrella",
        name: "长柄伞",
        points: 10,
        left: 3,
      });
      const account = await arrive(0);
      const points = async (): Promise<number> =>
        (await sim.call("account.get", { account })).assets["pts"]?.available ?? 0;
      const before = await points();
      await touch(".tile:has-text('积分兑换')");
      await screen("redeem");
      expect(await text(".tile:has-text('长柄伞')")).toContain("还有 3 份");
      await touch(".tile:has-text('长柄伞')");
      await screen("redeemConfirm");
      await touch(".stepper button >> nth=1");
      await expect.poll(() => text(".controls .primary")).toContain("用 20 分");
      await page.waitForTimeout(600);
      await touch(".controls .primary");
      await screen("done");
      expect(before - (await points())).toBe(20);
      const { gifts } = await sim.call("gift.list", {});
      expect(gifts.find(({ reward }) => reward === "umbrella")?.left).toBe(1);
      await leave();
    },
  );

  describe("paper", () => {
    const fault = async (what: "paper_low" | "paper_out" | null): Promise<void> => {
      const printers = (await sim.call("device.list", {})).filter(
        ({ kind, role }) => kind === "receipt-printer" && (role ?? "lobby").startsWith("lobby"),
      );
      for (const { device: printer } of printers)
        await sim.call("sim.printer.fault", { device: printer, fault: what });
    };
    const tileSays = (words: string): Promise<void> =>
      expect.poll(() => text(".tile:has-text('小票')"), { timeout: patienceMs }).toContain(words);
    /** What a telephone reads off the glass. */
    const scanned = async (): Promise<string> => {
      const pixels = await page.evaluate<{ width: number; height: number; data: number[] }>(`
        (async () => {
          const root = document.querySelector("kiosk-frame").shadowRoot;
          const image = root.querySelector(".symbol img");
          await image.decode();
          const { naturalWidth: width, naturalHeight: height } = image;
          const canvas = new OffscreenCanvas(width + 48, height + 48);
          const pen = canvas.getContext("2d");
          pen.fillStyle = "#fff";
          pen.fillRect(0, 0, canvas.width, canvas.height);
          pen.drawImage(image, 24, 24);
          // the symbol stands at the foot, as high as it is wide
          const top = Math.max(0, canvas.height - canvas.width);
          const { data } = pen.getImageData(0, top, canvas.width, canvas.height - top);
          return { width: canvas.width, height: canvas.height - top, data: [...data] };
        })()`);
      return readSymbol({ ...pixels, data: Uint8Array.from(pixels.data) });
    };

    test(
      "near its end is said on the idle screen, and receipts are to be scanned",
      { timeout: testMs },
      async () => {
        await fault("paper_low");
        await expect
          .poll(() => text("[data-screen=attract] .paper"), { timeout: patienceMs })
          .toContain("小票纸快用完了");
        await arrive(2);
        await tileSays("纸快用完，可扫码");
        await touch(".controls .primary");
        await screen("punch");
        await page.waitForTimeout(600);
        await touch(".controls .primary");
        await screen("done");
        const number = await text(".facts dd >> nth=-1");
        await touch(".second.full");
        await screen("picture");
        await page.locator(".symbol img").waitFor({ timeout: patienceMs });
        const words = await scanned();
        expect(words.replaceAll("-", "")).toContain(number);
        expect(words).toContain("汤泉");
        await leave();
        await fault(null);
        await page
          .locator("[data-screen=attract] .paper")
          .waitFor({ state: "detached", timeout: patienceMs });
      },
    );

    test(
      "gone, the tile says so before anything is chosen, and takes it back",
      { timeout: testMs },
      async () => {
        await fault("paper_out");
        await arrive(1);
        await tileSays("缺纸");
        await fault(null);
        await tileSays("最近 5 张");
        await leave();
      },
    );
  });

  test(
    "the house's colour and logo, and the size of the glass, are worn at once",
    { timeout: testMs },
    async () => {
      const token = (name: string): Promise<string> =>
        page.evaluate(
          `getComputedStyle(document.documentElement).getPropertyValue("${name}").trim()`,
        );
      const logo = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>');
      await sim.call("brand.put", {
        key: sim.newKey(),
        colour: "#7a1f3d",
        logo: { type: "image/svg+xml", data: logo.toString("base64") },
        names: { "zh-CN": "云栖山居" },
      });
      await page.locator("img.logo").waitFor({ state: "attached", timeout: patienceMs });
      // the page is dark at night: the colour is the one that the house's own became for the hour of this run
      const { contrast } = await sim.call("brand.get", {});
      const theme = await page.evaluate<"day" | "night">("document.documentElement.dataset.theme");
      expect(contrast?.colours.day.primary).toBe("#7a1f3d");
      expect(await token("--primary")).toBe(contrast?.colours[theme].primary);
      await expect.poll(() => text(".attract-name"), { timeout: patienceMs }).toContain("云栖山居");
      const { stations } = await sim.call("station.list", {});
      const own = stations.find(({ role, connected }) => role === "kiosk" && connected);
      await sim.call("station.configure", {
        key: sim.newKey(),
        station: own?.station ?? "",
        screen: { umPerPx: 368, edgeMm: 900 },
      });
      // 32 inches whose lower edge hangs at 900 mm: drawn smaller than the glass, so that hands reach it
      await expect
        .poll(async () => Number.parseFloat(await token("--mm")), { timeout: patienceMs })
        .toBeCloseTo((1_220 - 900) / 267 / 0.368, 2);
      expect(kiosk.problems).toEqual([]);
    },
  );

  test("no frame told the page a whole number, a PIN or a voucher that is not the guest's", async () => {
    expect(kiosk.frames.length).toBeGreaterThan(20);
    expect(await secretsIn({ frames: kiosk.frames, gateway })).toEqual([]);
  });
});
