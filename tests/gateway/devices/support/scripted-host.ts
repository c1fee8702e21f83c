// A device host whose every step a test can stop at: it speaks the frames of drivers/contract.ts on a real
// socket and prints on paper that outlives it. What it cannot show, the real host's tests do.
import { createServer, type Server, type Socket } from "node:net";
import { createFrameLink, type Frame, type FrameLink } from "../../../../drivers/framing.ts";
import type { BlockReason, Confirms, DeviceDescription } from "../../../../drivers/contract.ts";

/** accepted: nothing has left · sending: part of it has · sent: all of it has · printed: it is on paper. */
export type Step = "accepted" | "sending" | "sent" | "printed";

export interface Slip {
  readonly printer: string;
  readonly job: string;
  readonly copy: number;
  readonly complete: boolean;
}

export interface Paper {
  readonly slips: Slip[];
}

interface Held {
  readonly job: string;
  readonly attempt: number;
  begun: boolean;
  cancelled: boolean;
  last: Frame | undefined;
}

export interface ScriptedHost {
  /** Called before each step; may kill the host, block the printer, or reset the line to it. */
  onStep: (
    step: Step,
    job: string,
    printer: string,
  ) => "reset" | undefined | Promise<"reset" | undefined>;
  readonly block: (printer: string, why: BlockReason) => void;
  readonly heal: (printer: string) => void;
  /** Ends at once, as by SIGKILL, and forgets all but the paper. */
  readonly kill: () => void;
  readonly start: () => Promise<void>;
  readonly say: (frame: object) => void;
  readonly count: (device: string, counters: Readonly<Record<string, number>>) => void;
  /** takes commands and answers none */
  mute: boolean;
  /** what it was told, in order */
  readonly commands: Frame[];
}

class Killed extends Error {}

export interface ScriptedHostOptions {
  readonly socketPath: string;
  readonly printers: readonly string[];
  /** what a device is for, where that is not its name */
  readonly roles?: Readonly<Record<string, string>>;
  /** told of every frame either way */
  readonly stir?: () => void;
  readonly others?: readonly Pick<DeviceDescription, "device" | "kind">[];
  readonly paper: Paper;
  readonly confirms?: Confirms;
}

const describe = (
  device: string,
  kind: DeviceDescription["kind"],
  confirms: Confirms,
): DeviceDescription => ({
  device,
  kind,
  model: "scripted",
  driver: "scripted",
  identity: device,
  simulated: true,
  state: "ready",
  confirms,
  counters: {},
});

export const createScriptedHost = (options: ScriptedHostOptions): ScriptedHost => {
  const { socketPath, paper, confirms = "full" } = options;
  const devices = new Map(
    [
      ...options.printers.map((device) => describe(device, "receipt-printer", confirms)),
      ...(options.others ?? []).map(({ device, kind }) => describe(device, kind, "none")),
    ].map((device): [string, DeviceDescription] => {
      const role = options.roles?.[device.device];
      return [device.device, role === undefined ? device : { ...device, role }];
    }),
  );
  let life = 0;
  let server: Server | undefined;
  let link: FrameLink | undefined;
  let sockets: Socket[] = [];
  let held = new Map<string, Held>();
  let healed: (() => void)[] = [];
  const commands: Frame[] = [];

  const say = (frame: object): void => {
    options.stir?.();
    link?.send(frame);
  };
  const blockOf = (printer: string): string | undefined => {
    const device = devices.get(printer);
    return device?.state === "blocked" ? device.why : undefined;
  };
  const setState = (printer: string, state: "ready" | "blocked", why?: string): void => {
    const before = devices.get(printer);
    if (before === undefined) return;
    const { why: _, ...rest } = before;
    const device: DeviceDescription = { ...rest, state, ...(why === undefined ? {} : { why }) };
    devices.set(printer, device);
    say({ event: "device", device, at: Date.now() });
  };

  /** The life of one job in this life of the host. */
  const run = async (printer: string, job: Held, copy: number): Promise<void> => {
    const born = life;
    const alive = (): void => {
      if (life !== born) throw new Killed();
    };
    const tell = (state: string, why?: string): void => {
      const event = { event: "job", device: printer, job: job.job, attempt: job.attempt, state };
      job.last = { ...event, at: Date.now(), ...(why === undefined ? {} : { why }) };
      say(job.last);
    };
    const step = async (name: Step): Promise<void> => {
      const what = await host.onStep(name, job.job, printer);
      alive();
      if (what === "reset" && name !== "printed") {
        tell(job.begun ? "lost" : "refused", "offline");
        throw new Killed();
      }
      for (let why = blockOf(printer); why !== undefined; why = blockOf(printer)) {
        if (name === "printed") return;
        tell("blocked", why);
        await new Promise<void>((resolve) => healed.push(resolve));
        alive();
        if (job.cancelled) throw new Killed();
        if (job.begun) tell("sending");
      }
    };
    const put = (complete: boolean): void => {
      const slip = { printer, job: job.job, copy, complete };
      const half = paper.slips.findLastIndex(
        (each) => each.job === job.job && each.copy === copy && !each.complete,
      );
      if (complete && half >= 0) paper.slips[half] = slip;
      else paper.slips.push(slip);
    };
    await step("accepted");
    job.begun = true;
    tell("sending");
    put(false);
    await step("sending");
    tell("sent");
    await step("sent");
    put(true);
    await step("printed");
    if (confirms !== "none") tell("printed");
  };

  const print = (frame: Frame, answer: (answer: object) => void): void => {
    const [printer, id, attempt] = [
      String(frame["device"]),
      String(frame["job"]),
      Number(frame["attempt"]),
    ];
    const known = held.get(`${id}#${attempt}`);
    answer({ ok: true });
    if (known !== undefined) {
      if (known.last !== undefined) say(known.last);
      return;
    }
    const job: Held = { job: id, attempt, begun: false, cancelled: false, last: undefined };
    held.set(`${id}#${attempt}`, job);
    const copy = typeof frame["copy"] === "number" ? frame["copy"] : 0;
    run(printer, job, copy).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  };

  const cancel = (frame: Frame, answer: (answer: object) => void): void => {
    const job = [...held.values()].findLast((each) => each.job === frame["job"]);
    if (job === undefined || job.begun) {
      answer({ ok: false, fault: "begun", retryable: false });
      return;
    }
    job.cancelled = true;
    answer({ ok: true });
  };

  const hear = (frame: Frame): void => {
    options.stir?.();
    commands.push(frame);
    if (host.mute) return;
    const answer = (rest: object): void => say({ id: frame["id"], ...rest });
    if (frame["do"] === "list") answer({ ok: true, result: { devices: [...devices.values()] } });
    else if (frame["do"] === "print") print(frame, answer);
    else if (frame["do"] === "cancel") cancel(frame, answer);
    else answer({ ok: true });
  };

  const host: ScriptedHost = {
    onStep: () => undefined,
    block: (printer, why) => setState(printer, "blocked", why),
    heal: (printer) => {
      setState(printer, "ready");
      const waiting = healed;
      healed = [];
      for (const go of waiting) go();
    },
    kill: () => {
      life += 1;
      link = undefined;
      held = new Map();
      healed = [];
      server?.close();
      for (const socket of sockets) socket.destroySoon();
      sockets = [];
    },
    start: async () => {
      const boot = `boot ${(life += 1)}`;
      server = createServer((socket) => {
        sockets.push(socket);
        const born = life;
        // What still comes in on the socket of an earlier life is heard by nobody.
        const frame = (each: Frame): void => (life === born ? hear(each) : undefined);
        link = createFrameLink(socket, { frame, closed: () => undefined });
        say({ event: "hello", pid: process.pid, boot, devices: [...devices.values()] });
      });
      await new Promise<void>((resolve) => void server?.listen(socketPath, resolve));
    },
    say,
    count: (name, counters) => {
      const device = devices.get(name);
      if (device !== undefined) devices.set(name, { ...device, counters });
    },
    mute: false,
    commands,
  };
  return host;
};
