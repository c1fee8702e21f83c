// A technician's and a cashier's first minutes at a new store, run in the machine's own network: pairs, enters the
// first manager, plays a network printer and a card, and says as JSON what came of it. `visit.ts CODE`.
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startFarEndServer } from "../../drivers/simulated/printer-server.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { serveCard, uidCard, usualAtr } from "../drivers/support/pcscd.ts";
import { pairWith, stationOf } from "./pairing.ts";

/** where vpcd listens unless told otherwise */
const vpcdPort = 35_963;
const [code = ""] = process.argv.slice(2);

const paired = async (invitation: string): Promise<TallygateClient> =>
  stationOf(await pairWith(invitation, "first visit"));

const printer = createSimulatedPrinter();
await startFarEndServer(printer, { port: 9_100 });

const technician = await paired(code);
const pin = "246810";
await technician.call("staff.first", {
  staff: "1000",
  name: "店长",
  pin,
  key: technician.newKey(),
});
const second = await technician
  .call("staff.first", { staff: "1001", name: "店长", pin, key: technician.newKey() })
  .then(
    () => "entered",
    (error: unknown) => String(Reflect.get(Object(error), "code")),
  );

const invited = await technician.call("station.invite", {
  role: "cashier",
  key: technician.newKey(),
});
const till = await paired(invited.code);
await till.call("staff.signIn", { staff: "1000", pin });
const { member } = await till.call("member.enrol", {
  name: "王小明",
  consent: { rules: true, marketing: false },
  key: till.newKey(),
});
const presented = Promise.withResolvers<string>();
till.on("card.presented", (event) => presented.resolve(String(Reflect.get(event.data, "token"))));
for (let tries = 0; ; tries++) {
  const devices = await till.call("device.list", {});
  const ready = devices.filter(({ state }) => state === "ready").map(({ device }) => device);
  if (ready.includes("till-reader") && ready.includes("till-printer")) break;
  if (tries > 300) throw new Error(`devices: ${JSON.stringify(devices)}`);
  await sleep(100);
}
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
let state = "queued";
for (let tries = 0; tries < 300 && state !== "printed"; tries++) {
  state = (await till.call("print.get", { job })).state;
  await sleep(100);
}
const { ok, entries } = await technician.call("ledger.verify", {});
process.stdout.write(
  `${JSON.stringify({
    second,
    token,
    available: sold.available,
    state,
    paper: printer.output().slips.map(({ text }) => text),
    ledger: { ok, hasEntries: entries > 0 },
  })}\n`,
);
process.exit(0);
