// Pairs this browser with the store where it has never been paired: by the token of a scanned address, or by the code
// that a person types, with the number that both sides must show. Not for demonstrations; loaded when it is needed.
import { showPairing } from "./pairing-form.ts";
import { keysOf, keepStation, publicKeyOf, type Role } from "./station-keys.ts";

export interface Pairing {
  readonly role: Role;
  readonly name: string;
}

/** What became of one code. */
export type Tried = { readonly check: string } | { readonly refused: string };

const socketUrl = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rpc`;

/** One frame out, one answer back, before any session. */
const conversation = (): Promise<{
  readonly ask: (method: string, params: object) => Promise<Record<string, unknown>>;
  readonly end: () => void;
}> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(socketUrl(), "tallygate");
    let answered: (frame: Record<string, unknown>) => void = () => undefined;
    socket.addEventListener("close", () => reject(new Error("the gateway does not answer")));
    socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const frame: Record<string, unknown> = JSON.parse(data);
      if (frame["method"] !== "hello") return answered(frame);
      resolve({
        ask: (method, params) =>
          new Promise((heard) => {
            answered = heard;
            socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
          }),
        end: () => socket.close(),
      });
    });
  });

/** Eight signs that a person typed, or the 128 bits that a QR code carried. */
type Secret = { readonly code: string } | { readonly token: string };

/** Tries a secret: the station is kept where the gateway took it. */
const trySecret = async ({ role, name }: Pairing, secret: Secret): Promise<Tried> => {
  const { ask, end } = await conversation();
  const keys = await keysOf();
  const publicKey = await publicKeyOf(keys);
  const { result, error } = (await ask("station.pair", { ...secret, name, publicKey })) as {
    result?: { station: string; role: string; check: string };
    error?: { data?: { code?: string } };
  };
  end();
  if (result === undefined) return { refused: error?.data?.code ?? "pairing.failed" };
  if (result.role !== role) return { refused: result.role };
  await keepStation(role, { station: result.station, keys });
  return { check: result.check };
};

/** `#v1.TOKEN` of a scanned address. It is never sent with a request, and leaves address and history at once. */
const takeToken = (): string | undefined => {
  const token = /^#v1\.([A-Za-z0-9_-]{22})$/.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(null, "", location.pathname + location.search);
  return token;
};

/** A scanned address pairs by itself: nobody between can know its token, so there is no number to compare. */
const pair = async (pairing: Pairing): Promise<void> => {
  const token = takeToken();
  if (token !== undefined && "check" in (await trySecret(pairing, { token }))) return;
  await showPairing(pairing, (code) => trySecret(pairing, { code }));
};

let asking: Promise<void> | undefined;

/** Pairs until this browser is a station; however often it is called, a person is asked once. */
export const pairByHand = (pairing: Pairing): Promise<void> => {
  asking ??= pair(pairing);
  return asking;
};
