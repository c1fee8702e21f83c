// A real device host process and a gateway's end of its socket, with everything it said.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HostAnswer, HostCommand, HostEvent } from "../../../drivers/contract.ts";
import { createFrameLink, type FrameLink } from "../../../drivers/framing.ts";
import { createPulse } from "../../../drivers/pulse.ts";
import { leashed } from "../../support/leash.ts";
import { root } from "../../support/sources.ts";

/** A machine in software emulation is told to be more patient. */
const patienceMs = Number(process.env["HOST_PATIENCE_MS"] ?? 15_000);

type Order = HostCommand extends infer C ? (C extends unknown ? Omit<C, "id"> : never) : never;

const isAnswer = (frame: object): frame is HostAnswer => "ok" in frame && "id" in frame;
const isEvent = (frame: object): frame is HostEvent => "event" in frame;

/** One gateway's connection. */
export const connectHost = async (socketPath: string) => {
  const events: HostEvent[] = [];
  const waiting = new Map<number, (answer: HostAnswer) => void>();
  const pulse = createPulse();
  let closed = false;
  let nextId = 1;
  let socket: Socket | undefined;
  const giveUpAt = performance.now() + patienceMs;
  while (socket === undefined) {
    const attempt = connect(socketPath);
    const open = await new Promise<boolean>((resolve) => {
      attempt.once("connect", () => resolve(true));
      attempt.once("error", () => resolve(false));
    });
    if (open) socket = attempt;
    else if (performance.now() > giveUpAt) throw new Error("the host does not come up");
    else await sleep(10);
  }
  const link: FrameLink = createFrameLink(socket, {
    frame: (frame) => {
      if (isAnswer(frame)) waiting.get(frame.id)?.(frame);
      else if (isEvent(frame)) events.push(frame);
      pulse.beat();
    },
    closed: () => {
      closed = true;
      pulse.beat();
    },
  });
  const until = async <T>(find: () => T | undefined | false, name = "the expected"): Promise<T> => {
    const end = performance.now() + patienceMs;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > end)
        throw new Error(`${name} did not come: ${JSON.stringify(events.slice(-12))}`);
      await pulse.next(50);
    }
  };
  return {
    events,
    until,
    socket,
    isClosed: () => closed,
    close: () => link.close(),
    send: (order: Order): Promise<HostAnswer> =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, resolve);
        link.send({ id, ...order });
      }),
    /** The latest state that was told of this device. */
    stateOf: (device: string): string | undefined =>
      events
        .flatMap((event) =>
          event.event === "hello" ? event.devices : event.event === "device" ? [event.device] : [],
        )
        .findLast((description) => description.device === device)?.state,
    jobStates: (job: string): readonly string[] =>
      events.flatMap((event) => (event.event === "job" && event.job === job ? [event.state] : [])),
  };
};

export type HostConnection = Awaited<ReturnType<typeof connectHost>>;

export interface HostProcessOptions {
  readonly simulate?: boolean;
  readonly devices?: readonly object[];
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** a program and its arguments that starts the host in its turn, e.g. umockdev-run */
  readonly under?: readonly string[];
}

export const startHostProcess = (options: HostProcessOptions = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-host-"));
  const socketPath = join(folder, "host.sock");
  const configPath = join(folder, "devices.json");
  if (options.devices !== undefined)
    writeFileSync(configPath, JSON.stringify({ devices: options.devices }));
  let child: ChildProcess | undefined;
  let errors = "";

  const start = (): void => {
    const flags = [...(options.simulate === true ? ["--simulate"] : []), ...(options.flags ?? [])];
    const host = [join(root, "drivers/host.ts"), "--socket", socketPath, "--config", configPath];
    const [first = "", ...rest] = [...(options.under ?? []), process.execPath, ...host];
    const [program, ...args] = leashed(first, ...rest);
    child = spawn(program, [...args, ...flags], {
      stdio: ["pipe", "ignore", "pipe"],
      env: { ...process.env, PCSCLITE_CSOCK_NAME: join(folder, "no-pcscd"), ...options.env },
    });
    child.stderr?.on("data", (bytes: Buffer) => {
      errors += bytes.toString();
    });
  };
  const stop = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, "exit");
    ending.stdin?.end();
    ending.kill(signal);
    await ended;
  };
  start();
  return {
    socketPath,
    start,
    errors: () => errors,
    child: () => child,
    connect: () => connectHost(socketPath),
    kill: () => stop("SIGKILL"),
    stop: () => stop("SIGTERM"),
    close: async () => {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type HostProcess = ReturnType<typeof startHostProcess>;
