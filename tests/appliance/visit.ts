// A technician's and a cashier's first minutes at a new store, run in the machine's own network: pairs, enters the
// first manager, plays a network printer and a card, and says as JSON what came of it. `visit.ts CODE`.
import { startFarEndServer } from "../../drivers/simulated/printer-server.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { serveFirstMember } from "./first-member.ts";
import { pairWith, stationOf } from "./pairing.ts";

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
const first = await serveFirstMember(till);
const { ok, entries } = await technician.call("ledger.verify", {});
process.stdout.write(
  `${JSON.stringify({
    second,
    ...first,
    paper: printer.output().slips.map(({ text }) => text),
    ledger: { ok, hasEntries: entries > 0 },
  })}\n`,
);
process.exit(0);
