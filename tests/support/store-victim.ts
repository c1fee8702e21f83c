// A store under load in a process of its own, to be killed: `node store-victim.ts FILE CLIENTS ROUND [CALLS]`.
// Says `ready`, then `sent KEY` before each call and `acked KEY AFTER` when the store has answered it, else
// `failed KEY CODE`. Pipes are written synchronously, so a line that was read was said before the kill.
import { writeSync } from "node:fs";
import { createStore } from "../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions } from "./test-store.ts";

const [file = "", clients = "8", round = "0", calls = "1000000"] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

const store = await createStore(storeOptions(file));
for (let client = 0; client < Number(clients); client += 1) {
  await store.execute(run("account.open", openAccount, { account: `a_${client}` }));
}
say("ready");

const callAll = async (client: number): Promise<void> => {
  const account = `a_${client}`;
  for (let call = 0; call < Number(calls); call += 1) {
    const key = `${round}-${client}-${call}`;
    say(`sent ${key}`);
    try {
      const params = { account, amount: 1 + (call % 7) };
      const answer = await store.execute(run("account.topUp", move, params, key));
      if (answer.ok) say(`acked ${key} ${JSON.stringify(answer.value.result["after"])}`);
      else say(`failed ${key} ${answer.error.code}`);
      if (!answer.ok) return;
    } catch (error) {
      say(`failed ${key} ${error instanceof Error && "code" in error ? String(error.code) : "?"}`);
      return;
    }
  }
};

await Promise.all(Array.from({ length: Number(clients) }, (_, client) => callAll(client)));
await store.close();
