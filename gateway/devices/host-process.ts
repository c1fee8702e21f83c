// The device host as a child process: started when asked, told to stop, killed when it will not.
// Knows no frame; that it came up is seen on its socket, not here.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

const stopMs = 3_000;

export interface HostProcess {
  /** Starts it unless it runs. */
  readonly start: () => void;
  readonly kill: () => void;
  /** Asks it to end; kills it after 3 s. */
  readonly stop: () => Promise<void>;
  readonly pid: () => number | undefined;
}

export interface HostProcessOptions {
  /** program and arguments, e.g. `[process.execPath, "drivers/host.ts", "--socket", path]` */
  readonly command: readonly [string, ...string[]];
  readonly onEnd?: (how: { readonly code: number | null; readonly signal: string | null }) => void;
}

export const createHostProcess = ({ command, onEnd }: HostProcessOptions): HostProcess => {
  let child: ChildProcess | undefined;
  let stopping = false;

  const start = (): void => {
    if (child !== undefined || stopping) return;
    const [program, ...rest] = command;
    // Its standard input ends when this process does, however this process ends.
    const started = spawn(program, rest, { stdio: ["pipe", "inherit", "inherit"] });
    child = started;
    const ended = (code: number | null, signal: string | null): void => {
      if (child !== started) return;
      child = undefined;
      onEnd?.({ code, signal });
    };
    started.on("exit", ended);
    started.on("error", () => ended(null, null));
    started.stdin?.on("error", () => undefined);
  };

  return {
    start,
    kill: () => void child?.kill("SIGKILL"),
    stop: async () => {
      stopping = true;
      const ending = child;
      if (ending === undefined) return;
      const ended = once(ending, "exit");
      ending.kill("SIGTERM");
      const timer = setTimeout(() => ending.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(timer);
    },
    pid: () => child?.pid,
  };
};
