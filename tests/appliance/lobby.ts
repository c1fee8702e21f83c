// A hand and an eye at the lobby screen, run in the machine's own network: `lobby.ts CODE` types the code into the page
// that the kiosk shows and goes on to its first screen. By the debugging port that only a test's drop-in opens, spoken
// to as it is. Prints JSON.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";

const [code = ""] = process.argv.slice(2);
const patienceMs = 120_000;
const end = Date.now() + patienceMs;

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** The page of the store; the browser has surfaces of its own besides. */
const findPage = async (): Promise<Target> => {
  for (; Date.now() < end; await sleep(500)) {
    const answer = await fetch("http://127.0.0.1:9222/json").catch(() => undefined);
    const targets = (await answer?.json()) as readonly Target[] | undefined;
    const page = targets?.find(({ type, url }) => type === "page" && url.startsWith("http"));
    if (page !== undefined) return page;
  }
  throw new Error("the browser shows no page");
};

const socket = new WebSocket((await findPage()).webSocketDebuggerUrl);
await once(socket, "open");
let asked = 0;

/** The value of an expression on the page. Throws what the page throws. */
const evaluate = async (expression: string): Promise<unknown> => {
  const id = ++asked;
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id, method: "Runtime.evaluate", params }));
  for (;;) {
    const [data]: Buffer[] = await once(socket, "message");
    const answer = JSON.parse(String(data));
    if (answer.id !== id) continue;
    if (answer.result?.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer));
    return answer.result?.result?.value;
  }
};

/** Asks until the page says something that is not empty. */
const until = async (expression: string): Promise<unknown> => {
  for (; Date.now() < end; await sleep(500)) {
    const value = await evaluate(expression).catch(() => undefined);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  const shown = await evaluate("location.href + ': ' + document.body.innerText.slice(0, 300)");
  throw new Error(`${expression} on ${String(shown)}`);
};

const screen = "document.querySelector('pairing-screen')?.shadowRoot";
await until(`${screen}?.querySelector('input[name=code]')?.name`);
await evaluate(
  `${screen}.querySelector('input[name=code]').value = ${JSON.stringify(code)};
   ${screen}.querySelector('form').requestSubmit()`,
);
const check = await until(`${screen}?.querySelector('output.check')?.textContent.trim()`);
await evaluate(`${screen}.querySelector('button.primary').click()`);
const isShown = `(() => { const seek = (root) => { for (const one of root.querySelectorAll('*')) {
  if (one.dataset?.screen !== undefined) return one.dataset.screen;
  const within = one.shadowRoot ? seek(one.shadowRoot) : undefined;
  if (within !== undefined) return within; } }; return seek(document); })()`;
const said = {
  check,
  screen: await until(isShown),
  url: await evaluate("location.href"),
  isSecure: await evaluate("isSecureContext"),
};
process.stdout.write(`${JSON.stringify(said)}\n`);
process.exit(0);
