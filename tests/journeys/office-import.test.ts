// Lists of members into the office page in real Chromium: GBK, a workbook, a break and its resumption, and a
// million hostile
// rows that leave the page awake and small.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Buffer } from "node:buffer";
import iconv from "iconv-lite";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
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

const head = "姓名,手机号,性别,出生日期,城市\n";
const millionRows = 1_000_000;
const rssMaxMb = 512;

describe.skipIf(lacks("chromium", "fonts"))("the import of members", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-import-"));
  let gateway: GatewayProcess;
  let sim: TallygateClient;
  let opened: OpenedPage;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let page: Page;

  const file = (name: string, bytes: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const choose = async (path: string): Promise<void> => {
    await page.locator("import-view input[type=file]").setInputFiles(path);
    await page.getByRole("button", { name: "逐行检查" }).click();
    await page.locator("import-view").getByText("检查结果").waitFor();
  };
  const run = async (): Promise<void> => {
    await page.getByRole("button", { name: /^导入 [\d,]+ 行$/u }).click();
    await page.getByText("导入完成").waitFor();
  };
  const members = async (): Promise<number> => {
    const span = { report: "new-members", from: "2020-01-01", to: "2100-01-01" };
    return (await sim.call("report.run", span)).totals?.["joined"] ?? 0;
  };
  const fresh = async (): Promise<void> => {
    await page.getByRole("link", { name: "设置" }).click();
    await page.getByRole("link", { name: "导入会员" }).click();
    await page.locator("import-view").waitFor();
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    sim = connectAs(gateway, "test");
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "office", size: "till" });
    ({ page } = opened);
    page.setDefaultTimeout(60_000);
    await signInManager(page);
    await page.getByRole("link", { name: "导入会员" }).click();
  }, 90_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a GBK list is read, its faults are named by row, the rest is entered", async () => {
    const before = await members();
    const rows =
      "周敏,13500001111,女,1990-05-20,杭州\n" +
      "=1+1,13500001112,男,1990-05-20,上海\n" +
      "高远,call me,男,1988/2/30,成都\n" +
      "周敏,13500001111,女,1990-05-20,杭州\n" +
      '"郑,霞",13500001113,女,,苏州\n';
    await choose(file("gbk.csv", iconv.encode(head + rows, "gbk")));
    await page.locator("import-view").getByText("gb18030").waitFor();
    const table = page.locator("import-view table");
    await table.getByRole("row", { name: /^2 像公式的内容/u }).waitFor();
    await table.getByRole("row", { name: /^3 不是电话号码/u }).waitFor();
    await table.getByRole("row", { name: /^3 不是日期/u }).waitFor();
    await table.getByRole("row", { name: /^4 与前面的行重复/u }).waitFor();
    await run();
    await page.getByText("2 人入会").waitFor();
    expect(await members()).toBe(before + 2);
    const { members: found } = await sim.call("member.find", { name: "郑,霞" });
    expect(found).toHaveLength(1);
  }, 60_000);

  test("a workbook is read; who is a member already is not entered twice", async () => {
    await fresh();
    const sheet = [
      ["姓名", "手机号"],
      ["周敏", "13500001111"],
      ["冯杰", "13500002222"],
    ];
    await choose(file("list.xlsx", await writeExcelFile(sheet).toBuffer()));
    await run();
    await page.getByText("1 人入会").waitFor();
    await page.getByText("1 人已是会员").waitFor();
  }, 60_000);

  test("a list that breaks off goes on where it was, after the page was loaded anew", async () => {
    await fresh();
    const before = await members();
    const rows = Array.from({ length: 1_000 }, (_, at) => `续${at},${14_000_000_000 + at},,,`);
    const path = file("long.csv", `\u{FEFF}${head}${rows.join("\n")}\n`);
    await choose(path);
    await page.getByRole("button", { name: /^导入 1,000 行$/u }).click();
    const progress = page.locator("import-view .bar-row");
    await progress.or(page.getByText("导入完成")).first().waitFor();
    await page.reload();
    await signInManager(page);
    await page.locator("import-view").waitFor();
    await choose(path);
    await run();
    expect(await members()).toBe(before + 1_000);
  }, 120_000);

  test("a million hostile rows are checked while the page answers, in little memory", async () => {
    await fresh();
    const part = Array.from({ length: 1_000 }, (_, at) =>
      at % 10 === 0
        ? `"=HYPERLINK(""http://bad/${at}"")",1350000${at},女,,`
        : `某${at},x'; DROP TABLE--,?,0000,"${"长".repeat(20)}"`,
    ).join("\n");
    const text = `${part}\n`.repeat(millionRows / 1_000);
    const path = file("million.csv", head + text);
    await page.locator("import-view input[type=file]").setInputFiles(path);
    await page.getByRole("button", { name: "逐行检查" }).click();
    await page.locator("import-view progress").waitFor();
    let most = 0;
    let answered = 0;
    const checked = page.locator("import-view").getByText("检查结果");
    while (!(await checked.isVisible())) {
      most = Math.max(most, await rendererRss(browser));
      await page.evaluate("new Promise((done) => requestAnimationFrame(done))");
      answered += 1;
    }
    await page.locator("import-view").getByText("1,000,000 行").waitFor();
    expect(answered).toBeGreaterThan(3);
    expect(most / 1_048_576).toBeLessThan(rssMaxMb);
  }, 180_000);

  test("nothing went wrong in the page", () => {
    expect(opened.problems).toEqual([]);
  });
});

/** Resident bytes of the largest renderer. */
const rendererRss = async (
  browser: Awaited<ReturnType<typeof launchChromium>>,
): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      try {
        const [, pages = "0"] = readFileSync(`/proc/${id}/statm`, "utf8").split(" ");
        return Number(pages) * 4_096;
      } catch {
        // It ended between the two questions.
        return 0;
      }
    });
  return Math.max(0, ...sizes);
};
