// Whether somebody is at work on an upgrade right now: who is holds a socket, which dies with its process. The note of
// the upgrade alone (trial.ts) does not tell one that was cut off from one that goes on.
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { Machine } from "../machine.ts";

const socketFile = "/opt/tallygate/upgrade.sock";

/** True while a process holds the upgrade, whoever asks. A socket that a killed one left refuses. */
export const isUnderWay = async (machine: Machine): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(machine.at(socketFile));
  socket.once("connect", () => resolve(true));
  // full of callers: somebody does listen
  socket.once("error", (fault) => resolve(Reflect.get(fault, "code") === "EAGAIN"));
  const answer = await promise;
  socket.destroy();
  return answer;
};

/** Does the work while everybody else leaves the upgrade alone; undefined where somebody is at work already. */
export const withUpgradeHeld = async <T>(
  machine: Machine,
  work: () => Promise<T>,
): Promise<T | undefined> => {
  if (await isUnderWay(machine)) return undefined;
  rmSync(machine.at(socketFile), { force: true });
  const server = createServer((caller) => caller.destroy());
  // who settles is not root
  server.listen({ path: machine.at(socketFile), readableAll: true, writableAll: true });
  await once(server, "listening");
  try {
    return await work();
  } finally {
    server.close();
  }
};
