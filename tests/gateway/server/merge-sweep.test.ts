// What comes in late at a merged account (the return of an old bill) is at the survivor's after the day's close.
import { expect, test } from "vitest";
import { startGatewayProcess } from "../../support/gateway-process.ts";
import { connectAs } from "../../support/pages.ts";

const dayMs = 86_400_000;

test(
  "nothing stays on a merged account over the close of a day",
  { timeout: 120_000 },
  async () => {
    await using store = await startGatewayProcess({
      args: ["--clock", "2026-03-02T10:00:00+08:00"],
    });
    const client = connectAs(store, "test");
    const key = (): string => client.newKey();
    const [first, second] = store.simulated.cards ?? [];
    const one = await client.call("card.identify", { token: first?.token ?? "" });
    const two = await client.call("card.identify", { token: second?.token ?? "" });
    const stored = async (account: string): Promise<number> =>
      (await client.call("account.get", { account })).assets["stored"]?.available ?? 0;
    const memberOf = async (account: string): Promise<string> =>
      (await client.call("account.get", { account })).member ?? "";
    const [into, member] = [await memberOf(one.account), await memberOf(two.account)];
    const { bill } = await client.call("bill.settle", {
      lines: [{ venue: "shop", sku: "water", list: 500, quantity: 1 }],
      card: { card: two.card },
      tenders: [{ type: "stored", amount: 500 }],
      key: key(),
    });
    const approval = { staff: "1003", pin: "9012" };
    await client.call("member.merge", { member, into, approval, key: key() });
    const before = await stored(one.account);
    await client.call("bill.reverse", { bill, reason: "late", key: key() });
    expect(await stored(two.account)).toBe(500);

    await client.call("sim.clock.advance", { ms: dayMs });
    expect(await stored(two.account)).toBe(0);
    expect(await stored(one.account)).toBe(before + 500);
    expect(await client.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });

    await client.call("sim.clock.advance", { ms: dayMs });
    expect(await stored(one.account)).toBe(before + 500);
    client.close();
  },
);
