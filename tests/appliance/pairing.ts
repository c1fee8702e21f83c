// A station of a test at a machine's own door: pairs with the code it was given, on a socket of its own, because
// pairing happens before any session.
import WebSocket from "ws";
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";

const url = "ws://127.0.0.1:8140/rpc";

/** The station's token for later sessions. */
export const pairWith = async (code: string, name: string): Promise<string> => {
  const socket = new WebSocket(url, "tallygate");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.on("error", reject);
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString());
    if (frame.method === "hello") {
      const params = { code, name };
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "station.pair", params }));
    } else if (frame.id === 1) {
      if (frame.result === undefined) reject(new Error(JSON.stringify(frame.error)));
      else resolve(frame.result.token);
    }
  });
  const token = await promise;
  socket.close();
  return token;
};

/** An emulated machine that shares its processor needs a minute for the proof of a PIN. */
const patienceMs = 300_000;

export const stationOf = (token: string): TallygateClient => {
  const client = createClient({ url, authenticate: () => Promise.resolve({ token }) });
  return {
    ...client,
    call: (operation, params, options) =>
      client.call(operation, params, { timeoutMs: patienceMs, ...options }),
  };
};
