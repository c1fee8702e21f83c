// Runs examples of operations against a gateway: an empty store each time, a session per station, every step said.
import { atPointer, mismatches, withSaved } from "../../provisioning/cases/match.ts";
import type { Role } from "../../gateway/protocol/operation.ts";
import type { AnyExample, Given, Save } from "../../gateway/protocol/examples/example.ts";
import { operationOf, type OperationName } from "../../gateway/protocol/operations.ts";
import { newKey } from "../../gateway/protocol/client.ts";
import type { RawSocket, TestGateway } from "./gateway-in-process.ts";

export interface Performed {
  /** what is wrong with the example, one line each */
  readonly problems: readonly string[];
  readonly asked?: unknown;
  /** absent where it was refused */
  readonly answer?: unknown;
}

export interface ExampleRunner {
  run(op: OperationName, example: AnyExample): Promise<Performed>;
  /** false while nobody has built it: "method not found" */
  isServed(op: OperationName): Promise<boolean>;
  close(): void;
}

const now = "2024-03-11T10:00:00+08:00";
const manager = { staff: "1002", pin: "5678" };
const staffed: ReadonlySet<Role> = new Set(["cashier", "office", "technician"]);

export const createExampleRunner = async (gateway: TestGateway): Promise<ExampleRunner> => {
  let tags = 0;
  const sockets = new Map<Role, RawSocket>();

  const at = async (role: Role): Promise<RawSocket> => {
    const known = sockets.get(role);
    if (known !== undefined) return known;
    const socket = await gateway.session(role);
    sockets.set(role, socket);
    void socket.closed.then(() => sockets.get(role) === socket && sockets.delete(role));
    return socket;
  };

  const ask = async (role: Role, op: OperationName, params: unknown): Promise<unknown> => {
    const socket = await stationFor(role, op);
    const answer = await socket.call(op, params as object);
    if (op === "session.start") {
      // the newer connection has replaced the one of before
      socket.close();
      sockets.delete(role);
    }
    if (answer.error !== undefined) throw new Error(`${op}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  };

  /** Before a session there are only strangers. */
  const stationFor = (role: Role, op: OperationName): Promise<RawSocket> =>
    op === "session.start" || op === "station.pair" ? gateway.connect() : at(role);

  const remember = (saved: Map<string, unknown>, save: Save | undefined, from: unknown): void => {
    for (const [name, pointer] of Object.entries(save ?? {}))
      saved.set(name, atPointer(from, pointer));
  };

  const prepare = async (step: Given, saved: Map<string, unknown>): Promise<void> => {
    if ("event" in step) {
      const socket = await at(step.as);
      return remember(saved, step.save, await socket.nextEvent(step.event));
    }
    const { call, as = "test", params = {} } = step;
    const result = await ask(as, call, withSaved(withKey(call, params), saved));
    remember(saved, step.save, result);
  };

  return {
    run: async (op, { as = "test", programme = "demo", given = [], params, result, refused }) => {
      const saved = new Map<string, unknown>([
        ["token", gateway.tokens.test],
        // one tag shown twice within a moment would be one showing
        ["tag", `04${String(++tags).padStart(12, "0")}`],
      ]);
      await ask("test", "sim.store.reset", { programme, now });
      await (await at("test")).call("sim.card.remove", { device: "lobby-reader" });
      for (const role of new Set([as, ...given.map((step) => step.as ?? "test")]))
        if (staffed.has(role)) await (await at(role)).call("staff.signIn", manager);
      try {
        for (const step of given) await prepare(step, saved);
        const asked = withSaved(withKey(op, params), saved);
        if (refused !== undefined) {
          const { error } = await (await at(as)).call(op, asked as object);
          return { problems: mismatches(refused, error?.data?.code), asked };
        }
        const answer = await ask(as, op, asked);
        return { problems: mismatches(withSaved(result, saved), answer), asked, answer };
      } catch (error) {
        return { problems: [error instanceof Error ? error.message : String(error)] };
      }
    },
    isServed: async (op) => {
      const { error } = await (await at("test")).call(op, { nobodyKnows: true });
      return error?.code !== -32_601;
    },
    close: () => sockets.forEach((socket) => socket.close()),
  };
};

const withKey = (op: OperationName, params: object): object =>
  operationOf(op).keyed && !("key" in params) ? { ...params, key: newKey() } : params;
