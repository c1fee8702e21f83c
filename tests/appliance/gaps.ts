// How long the store is away for whoever calls (PROVISIONING.md P8): the gateway killed, hung, restarted on purpose,
// on an appliance in a container. Prints the longest wait for an answer, and who got none. `node tests/appliance/gaps.ts`
import { askedDuring, type Heard } from "./caller.ts";
import { startInstalled } from "./installed.ts";

const gateway = "tallygate-gateway.service";

/** `forMs`: by then it is back. What a restart on purpose may cut off is rare, so there are more of them. */
const acts = {
  "kill -9": { by: `systemctl kill -s KILL --kill-who=main ${gateway}`, rounds: 3, forMs: 4_000 },
  hang: { by: `systemctl kill -s STOP --kill-who=main ${gateway}`, rounds: 3, forMs: 9_000 },
  "planned restart": { by: `systemctl restart ${gateway}`, rounds: 20, forMs: 2_000 },
} as const;

const machine = await startInstalled();
try {
  for (const [name, { by, rounds, forMs }] of Object.entries(acts)) {
    const found: Heard[] = [];
    for (let round = 0; round < rounds; round++) {
      found.push(await askedDuring(machine, () => machine.shell(by), forMs));
      await machine.ready();
    }
    const waits = found.map(({ longest }) => longest).toSorted((one, other) => one - other);
    const sum = (of: "refused" | "cut") => found.reduce((total, one) => total + one[of], 0);
    const failed = `refused ${sum("refused")}, cut off while answered ${sum("cut")}`;
    console.log(`${name}: longest wait, ms: ${waits.join(" ")}; ${failed}`);
  }
} finally {
  await machine.stop();
}
