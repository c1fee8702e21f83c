// A cashier's first minutes at a till of a machine: a member with a card that is laid on a virtual reader, a top-up,
// a ticket on the till's printer. Run in the machine's own network.
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { serveCard, uidCard, usualAtr } from "../drivers/support/pcscd.ts";

/** where vpcd listens unless told otherwise */
const vpcdPort = 35_963;
const tries = 300;

export interface FirstMember {
  readonly token: string;
  /** minor units on the account after the top-up */
  readonly available: number;
  /** what became of the ticket */
  readonly state: string;
}

const devicesReady = async (till: TallygateClient): Promise<void> => {
  for (let tried = 0; ; tried++) {
    const devices = await till.call("device.list", {});
    const ready = devices.filter(({ state }) => state === "ready").map(({ device }) => device);
    if (ready.includes("till-reader") && ready.includes("till-printer")) return;
    if (tried > tries) throw new Error(`devices: ${JSON.stringify(devices)}`);
    await sleep(100);
  }
};

/** Somebody must be signed in at the till. */
export const serveFirstMember = async (till: TallygateClient): Promise<FirstMember> => {
  const { member } = await till.call("member.enrol", {
    name: "王小明",
    consent: { rules: true, marketing: false },
    key: till.newKey(),
  });
  const presented = Promise.withResolvers<string>();
  till.on("card.presented", (event) => presented.resolve(String(Reflect.get(event.data, "token"))));
  await devicesReady(till);
  await till.call("device.claim", { device: "till-reader", mode: "exclusive", ttlMs: 60_000 });
  await till.call("input.arm", { device: "till-reader", expect: ["card"], forMs: 60_000 });
  const socket = connect(vpcdPort, "127.0.0.1");
  serveCard(socket, uidCard("04A1F0E1D2C3B4"), usualAtr);
  const token = await presented.promise;
  const { account } = await till.call("card.issue", {
    member,
    type: "standard",
    token,
    firstTopUp: { amount: 100_000, tenders: [{ type: "cash", amount: 100_000 }] },
    key: till.newKey(),
  });
  const sold = await till.call("account.topUp", {
    account,
    amount: 50_000,
    tenders: [{ type: "cash", amount: 50_000 }],
    key: till.newKey(),
  });
  const { job } = await till.call("print.submit", {
    to: "till-printer",
    document: {
      kind: "ticket",
      lang: "zh-CN",
      blocks: [{ kind: "text", text: "首张小票 云栖" }, { kind: "cut" }],
    },
    key: till.newKey(),
  });
  let printed = await till.call("print.get", { job });
  for (let tried = 0; tried < tries && printed.state !== "printed"; tried++) {
    await sleep(200);
    printed = await till.call("print.get", { job });
  }
  if (printed.state !== "printed")
    throw new Error(JSON.stringify(await till.call("print.list", {})));
  return { token, available: Number(sold.available), state: printed.state };
};
