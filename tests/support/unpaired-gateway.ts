// A gateway as an owner starts it the first time: nothing simulated, nobody paired, a code on its banner.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leashed } from "./leash.ts";
import { root } from "./sources.ts";

export interface UnpairedGateway extends AsyncDisposable {
  readonly dir: string;
  readonly url: string;
  /** the pairing code of the banner */
  readonly code: string;
}

export const startUnpairedGateway = async (): Promise<UnpairedGateway> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-unpaired-"));
  const args = ["gateway/main.ts", "--data", dir, "--port", "0", "--log", "warn"];
  const [program, ...words] = leashed(process.execPath, ...args);
  const gateway = spawn(program, words, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const banner = Promise.withResolvers<{ readonly url: string; readonly code: string }>();
  let said = "";
  gateway.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    const url = /kiosk +(http:\S+?)\/kiosk/.exec(said)?.[1];
    const code = /pairing code[^:]*: (\S+)/.exec(said)?.[1];
    if (url !== undefined && code !== undefined) banner.resolve({ url, code });
  });
  const gone = once(gateway, "exit");
  void gone.then(() => banner.reject(new Error(`the gateway ended:\n${said}`)));
  return {
    dir,
    ...(await banner.promise),
    [Symbol.asyncDispose]: async () => {
      gateway.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
