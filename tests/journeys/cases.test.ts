// Every executable case that ships, against a real gateway process through the real socket.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  startGatewayUnderTest,
  type GatewayUnderTest,
} from "../../provisioning/cases/gateway-under-test.ts";
import { runCases, wantedOf } from "../../provisioning/programme/test.ts";

describe("the cases of the programmes", () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGatewayUnderTest();
  });
  afterAll(() => gateway.close());

  const { cases } = wantedOf([]);
  const programmes = [...new Set(cases.map(({ programme }) => programme))];

  test("there are the 112 cases of the specification, at least", () => {
    expect(cases.length).toBeGreaterThanOrEqual(112);
    expect(programmes).toEqual(expect.arrayContaining(["counter", "mudan", "zhaohua"]));
  });

  test.each(cases)("$id $says", { timeout: 120_000 }, async (wanted) => {
    const [report] = await runCases(gateway, { cases: [wanted] }, () => {});
    expect(report?.failures).toEqual([]);
  });
});
