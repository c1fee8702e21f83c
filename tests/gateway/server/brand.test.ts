// The house's colour, logo and name: every colour becomes readable, a file that does more than draw stays out.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logoBytesMax, logoFault } from "../../../gateway/server/brand/logo.ts";
import { contrastOf, paletteOf } from "../../../gateway/server/brand/palette.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";
import { fc } from "../../support/seeded.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const svg = (inside: string): string =>
  base64(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`);
const png = (width: number, height: number): string => {
  const bytes = Buffer.alloc(64);
  Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString("base64");
};

describe("a colour", () => {
  const colours = fc
    .integer({ min: 0, max: 0xff_ffff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`);

  test("black on white is 21:1, a colour on itself 1:1 (WCAG 2.2, contrast ratio)", () => {
    expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrastOf("#777777", "#777777")).toBe(1);
    expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  test("whatever is asked for can be read: 7:1 by day and night, 15:1 in high contrast (PAGES.md 7)", () => {
    fc.assert(
      fc.property(colours, (asked) => {
        const { day, night, high, usedRatio } = paletteOf(asked);
        expect(usedRatio).toBeGreaterThanOrEqual(7);
        for (const ground of ["#faf7f2", "#ffffff", "#f2ece2", day.primarySoft, day.onPrimary]) {
          expect(contrastOf(day.primary, ground)).toBeGreaterThanOrEqual(7);
          expect(contrastOf(day.primaryStrong, ground)).toBeGreaterThanOrEqual(7);
        }
        for (const ground of ["#14130f", "#1e1c17", "#0e0d0a", night.primarySoft, night.onPrimary])
          expect(contrastOf(night.primary, ground)).toBeGreaterThanOrEqual(7);
        expect(contrastOf("#1b1a17", day.primarySoft)).toBeGreaterThanOrEqual(7);
        expect(contrastOf("#f4efe6", night.primarySoft)).toBeGreaterThanOrEqual(7);
        expect(contrastOf(high.primary, "#ffffff")).toBeGreaterThanOrEqual(15);
      }),
    );
  });

  test("one that can be read already is left as it is", () => {
    expect(paletteOf("#0F4C4A")).toMatchObject({ adjusted: false, day: { primary: "#0f4c4a" } });
    expect(paletteOf("#ffcc00")).toMatchObject({ adjusted: true });
  });
});

describe("a logo", () => {
  test("draws", () => {
    const drawn = [
      svg('<path d="M0 0h9v9H0z" fill="url(#g)"/><linearGradient id="g"/><use href="#g"/>'),
      base64(`<?xml version="1.0"?>\n<!-- of the house -->\n<svg viewBox="0 0 1 1"></svg>`),
    ];
    for (const data of drawn) expect(logoFault({ type: "image/svg+xml", data })).toBe(undefined);
    expect(logoFault({ type: "image/png", data: png(200, 80) })).toBe(undefined);
  });

  test.each([
    "<script>alert(1)</script>",
    '<rect onload="alert(1)"/>',
    "<foreignObject><p/></foreignObject>",
    '<image href="https://example.com/a.png"/>',
    "<image xlink:href='//example.com/a.png'/>",
    '<a href="javascript:alert(1)"/>',
    '<style>@import "https://example.com/a.css"</style>',
    '<rect fill="url(https://example.com/#a)"/>',
    '<use href="data:image/svg+xml;base64,AAAA"/>',
    '<animate attributeName="href"/>',
  ])("%s does more than draw", (inside) => {
    expect(logoFault({ type: "image/svg+xml", data: svg(inside) })).toBe("active");
  });

  test("entities, text that is no picture, pictures as large as walls, files too large", () => {
    const of = (type: "image/svg+xml" | "image/png", data: string) => logoFault({ type, data });
    expect(of("image/svg+xml", base64('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'))).toBe("picture");
    expect(of("image/svg+xml", base64("<html></html>"))).toBe("picture");
    expect(of("image/png", svg(""))).toBe("picture");
    expect(of("image/png", png(90_000, 80))).toBe("picture");
    expect(of("image/svg+xml", svg(" ".repeat(logoBytesMax)))).toBe("size");
  });
});

describe("over the protocol", () => {
  let gateway: TestGateway;
  let office: RawSocket;
  let kiosk: RawSocket;
  let keys = 0;
  const put = (brand: object) => office.call("brand.put", { ...brand, key: `brand-${++keys}` });
  const get = async () => (await kiosk.call("brand.get")).result;
  const storeName = async (lang: string) =>
    (await kiosk.call("store.info", { lang })).result?.["store"];

  beforeAll(async () => {
    gateway = await startTestGateway();
    office = await gateway.session("office");
    kiosk = await gateway.session("kiosk");
    await office.call("staff.signIn", { staff: "1002", pin: "5678" });
  });
  afterAll(() => gateway.close());

  test("a house that said nothing has none", async () => {
    expect(await get()).toEqual({});
  });

  test("pages hear of it and ask", async () => {
    const heard = kiosk.nextEvent("house.changed");
    const logo = { type: "image/png", data: png(200, 80) };
    const { result } = await put({
      colour: "#ffcc00",
      logo,
      names: { "zh-CN": "云栖", en: "Yunqi" },
    });
    expect(result).toMatchObject({ contrast: { asked: 1.26, adjusted: true } });
    expect((await heard)["data"]).toEqual({ what: "brand" });
    expect(await get()).toMatchObject({ colour: "#ffcc00", logo, contrast: { used: 7.14 } });
    expect(await storeName("en")).toMatchObject({ name: "Yunqi" });
    expect(await storeName("zh-CN")).toMatchObject({ name: "云栖" });
  });

  test("what is not said stays, null takes away", async () => {
    await put({ logo: null });
    expect(await get()).not.toHaveProperty("logo");
    expect(await get()).toMatchObject({ colour: "#ffcc00", names: { en: "Yunqi" } });
    await put({ names: null, colour: null });
    expect(await get()).toEqual({});
    expect(await storeName("en")).not.toMatchObject({ name: "Yunqi" });
  });

  test("a file that does more than draw changes nothing and says why", async () => {
    const logo = { type: "image/svg+xml", data: svg("<script/>") };
    const { error } = await put({ colour: "#7a1f3d", logo });
    expect(error?.data).toMatchObject({ code: "not_permitted", params: { fault: "active" } });
    expect(await get()).toEqual({});
  });
});
