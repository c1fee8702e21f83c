// Many pages at one gateway, each a station with its own key, over raw sockets: for the bench of the fan-out.
import { webcrypto } from "node:crypto";
import WebSocket from "ws";
import { challengeOf } from "../../gateway/protocol/wire.ts";

const { subtle } = webcrypto;
const curve = { name: "ECDSA", namedCurve: "P-256" } as const;
const signing = { name: "ECDSA", hash: "SHA-256" } as const;

export interface Page {
  /** Called with each event as it came: to read it is each page's own work, on a machine of its own. */
  onEvent: (text: Buffer) => void;
  readonly call: (method: string, params: object) => Promise<unknown>;
  /** Stops reading: the page hangs. */
  readonly hang: () => void;
  /** Asks and does not wait. */
  readonly shout: (method: string) => void;
  readonly close: () => void;
}

const paired = async (url: string, role: string) => {
  const keys = await subtle.generateKey(curve, false, ["sign", "verify"]);
  const { x, y } = await subtle.exportKey("jwk", keys.publicKey);
  const publicKey = { kty: "EC", crv: "P-256", x, y };
  const socket = await openPage(url);
  const answer = await socket.call("station.pair", { demo: role, name: "bench page", publicKey });
  socket.close();
  const station =
    typeof answer === "object" && answer !== null && "station" in answer
      ? String(answer.station)
      : "";
  return { keys, station };
};

/** A page of the demonstration store: paired, signed in with its own key. */
export const openPairedPage = async (url: string, role: string): Promise<Page> => {
  const { keys, station } = await paired(url, role);
  const page = await openPage(url);
  const challenge = challengeOf({ ...page.hello, origin: url, station });
  const bytes = new TextEncoder().encode(challenge);
  const signature = Buffer.from(await subtle.sign(signing, keys.privateKey, bytes));
  await page.call("session.start", {
    protocol: 1,
    station,
    signature: signature.toString("base64url"),
  });
  return page;
};

const openPage = async (
  url: string,
): Promise<Page & { readonly hello: { readonly nonce: string; readonly boot: string } }> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/rpc`, "tallygate", { origin: url });
  const waiting = new Map<unknown, (frame: { result?: unknown; error?: unknown }) => void>();
  const hello = Promise.withResolvers<{ nonce: string; boot: string }>();
  let lastId = 0;
  const send = (method: string, params: object, id = (lastId += 1)): number => {
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return id;
  };
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    if (data.includes('"method":"event"')) return page.onEvent(data);
    const frame = JSON.parse(data.toString("utf8"));
    if (frame.method === "hello") hello.resolve(frame.params);
    else waiting.get(frame.id)?.(frame);
  });
  const page: Page & { hello: { readonly nonce: string; readonly boot: string } } = {
    onEvent: () => undefined,
    call: (method, params) =>
      new Promise((resolve, reject) => {
        const id = send(method, params);
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(result);
          else reject(new Error(`${method}: ${JSON.stringify(error)}`));
        });
      }),
    hang: () => socket.pause(),
    shout: (method) => void send(method, {}),
    close: () => socket.close(),
    hello: { nonce: "", boot: "" },
  };
  const { nonce, boot } = await hello.promise;
  page.hello = { nonce, boot };
  return page;
};
