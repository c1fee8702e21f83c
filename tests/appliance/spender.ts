// A till that settles bills of one card without a pause while the power goes, run in the machine's own network:
// `spender.ts first CODE` opens the store and says who may go on; `spender.ts spend PASS ROUND` says `sent KEY` before
// each call and `acked KEY ANSWER` after it; `spender.ts judge PASS KEY…` asks every key again and then the books.
// Pipes are written synchronously, so a line that was read was said before the cut.
import { writeSync } from "node:fs";
import { pairWith, stationOf } from "./pairing.ts";

const [command = "", ...words] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const clients = 8;
const price = 9_900;
const pin = "730164";

/** What a later run needs to go on: two stations and the guest's card. */
interface Pass {
  readonly technician: string;
  readonly till: string;
  readonly card: string;
  readonly account: string;
}

const openStore = async (code: string): Promise<void> => {
  const technician = await pairWith(code, "technician");
  const owner = stationOf(technician);
  const keyed = () => ({ key: owner.newKey() });
  await owner.call("staff.first", { staff: "1000", name: "店长", pin, ...keyed() });
  const invited = await owner.call("station.invite", { role: "cashier", ...keyed() });
  const till = await pairWith(invited.code, "till");
  const desk = stationOf(till);
  await desk.call("staff.signIn", { staff: "1000", pin });
  const consent = { rules: true, marketing: false };
  const who = { name: "尉迟雪见", phone: "13912345678" };
  const { member } = await desk.call("member.enrol", { ...who, consent, ...keyed() });
  const type = "standard";
  const { card, account } = await desk.call("card.issue", { member, type, ...keyed() });
  say(JSON.stringify({ technician, till, card, account } satisfies Pass));
};

const deskOf = async ({ till }: Pass) => {
  const desk = stationOf(till);
  await desk.call("staff.signIn", { staff: "1000", pin });
  return desk;
};

const settle = async ({ card }: Pass, desk: Awaited<ReturnType<typeof deskOf>>, key: string) => {
  const lines = [{ venue: "shop", list: price, quantity: 1 }];
  const tenders = [{ type: "cash" as const, amount: price }];
  return desk.call("bill.settle", { card: { card }, lines, tenders, key });
};

const spend = async (pass: Pass, round: string): Promise<void> => {
  const desk = await deskOf(pass);
  say("ready");
  const callOn = async (client: number): Promise<void> => {
    for (let call = 0; ; call += 1) {
      const key = `cut-${round}-${client}-${call}`;
      say(`sent ${key}`);
      say(`acked ${key} ${JSON.stringify(await settle(pass, desk, key))}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => callOn(client)));
};

const judge = async (pass: Pass, keys: readonly string[]): Promise<void> => {
  const desk = await deskOf(pass);
  for (const key of keys) {
    // the same answer, but for the word that it is given again
    const { replay: _replay, ...answer }: { replay?: boolean } = await settle(pass, desk, key);
    say(`acked ${key} ${JSON.stringify(answer)}`);
  }
  const { assets } = await desk.call("account.get", { account: pass.account });
  const { ok } = await stationOf(pass.technician).call("ledger.verify", {});
  say(`books ${JSON.stringify({ ok, assets })}`);
};

const pass: Pass = command === "first" ? null : JSON.parse(words[0] ?? "{}");
if (command === "first") await openStore(words[0] ?? "");
else if (command === "spend") await spend(pass, words[1] ?? "0");
else await judge(pass, words.slice(1));
process.exit(0);
