// The amber band: what is away and for how long, the bounds, the queue, and what is at risk as a number.
import { expect, test } from "vitest";
import { createAwayWatch } from "../../kiosk-ui/cashier/away-watch.ts";
import { bannerText } from "../../kiosk-ui/cashier/offline-banner.ts";
import { sayIn } from "../../kiosk-ui/cashier/words.ts";

type Shown = Parameters<typeof bannerText>[0];

const till = (more: Partial<Shown> = {}): Shown => ({
  online: true,
  headOffice: "offline",
  awaySinceMs: 0,
  info: undefined,
  pending: 2,
  ...more,
});
const nowMs = 5 * 60_000;

test("says age, queue and what could be lost, in both languages", () => {
  const figures = { pending: 3, atRisk: 12_345 };
  const zh = bannerText(till(), sayIn("zh-CN"), { nowMs, figures });
  expect(zh).toMatch(/已断开 5 分钟.*待上传 3 笔.*有风险 123\.45/);
  const en = bannerText(till(), sayIn("en"), { nowMs, figures });
  expect(en).toMatch(/away for 5 min.*3 to upload.*123\.45 at risk/);
});

test("says no figure that nobody has told", () => {
  const says = bannerText(till({ pending: 0 }), sayIn("en"), { nowMs, figures: undefined });
  expect(says).not.toMatch(/at risk|upload/);
  expect(
    bannerText(till({ headOffice: "online" }), sayIn("en"), { nowMs, figures: undefined }),
  ).toBe(undefined);
});

test("figures are asked for while head office is away, and forgotten once it is back", async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked === 2) throw new Error("the gateway is away");
    return { pending: asked, exposure: 1_000 * asked };
  };
  let changes = 0;
  const watch = createAwayWatch(ask, () => (changes += 1));
  await watch.look(false);
  expect([asked, watch.figures()]).toEqual([0, undefined]);
  await watch.look(true);
  expect(watch.figures()).toEqual({ pending: 1, atRisk: 1_000 });
  await watch.look(true);
  expect(watch.figures()).toEqual({ pending: 1, atRisk: 1_000 });
  await watch.look(true);
  expect([watch.figures(), changes]).toEqual([{ pending: 3, atRisk: 3_000 }, 2]);
  await watch.look(false);
  expect(watch.figures()).toBeUndefined();
});
