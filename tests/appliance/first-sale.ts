// A till that is paired with a code and serves the store's first member, run in the machine's network: `first-sale.ts
// CODE STAFF PIN`. Prints JSON.
import { serveFirstMember } from "./first-member.ts";
import { pairWith, stationOf } from "./pairing.ts";

const [code = "", staff = "", pin = ""] = process.argv.slice(2);
const till = stationOf(await pairWith(code, "first till"));
await till.call("staff.signIn", { staff, pin });
process.stdout.write(`${JSON.stringify(await serveFirstMember(till))}\n`);
process.exit(0);
