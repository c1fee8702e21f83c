// While head office is away a kiosk offers what the programme lets be done then, and nothing that would be refused.
import { expect, test } from "vitest";
import { rewardsOf, type View } from "../../../kiosk-ui/kiosk/view.ts";
import { fixtures, viewOf } from "./fixtures.ts";

const usual = { language: "zh-CN", large: false, contrast: false };
const view = (over: Partial<View>): View => {
  const home = fixtures.find(({ name }) => name === "home");
  if (home === undefined) throw new Error("no account page among the fixtures");
  return { ...viewOf(home, usual), ...over };
};
const { info } = view({});
const apart = (...allow: string[]): Partial<View> => ({
  headOffice: "offline",
  info: info && {
    ...info,
    offline: { allow },
    rewards: [
      { reward: "gift", name: "Gift", asset: "pts", points: 100 },
      {
        reward: "night",
        name: "Night",
        asset: "pts",
        points: 200,
        grants: { asset: "spa", quantity: 1 },
      },
    ],
  },
});
const had = (over: Partial<View>): readonly string[] =>
  rewardsOf(view(over)).map(({ reward, most }) => `${reward} ${most > 0}`);

test("nothing waits while head office is there, whatever the programme allows apart from it", () => {
  expect(had({ ...apart(), headOffice: "online" })).toEqual(["gift true", "night true"]);
  expect(had({ ...apart(), headOffice: "none" })).toEqual(["gift true", "night true"]);
});

test("away, a gift needs one right and what is granted another", () => {
  expect(had(apart())).toEqual(["gift false", "night false"]);
  expect(had(apart("spend_points"))).toEqual(["night true", "gift false"]);
  expect(had(apart("redeem_gift"))).toEqual(["gift true", "night false"]);
  expect(rewardsOf(view(apart("redeem_gift"))).map(({ waits }) => waits)).toEqual([false, true]);
});
