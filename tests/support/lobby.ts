// The lobby of a simulated store inside the test's own process: its kiosk, and the hand that lays cards on its reader.
import { type RawSocket, startTestGateway, type TestGateway } from "./gateway-in-process.ts";

/** Who stands at the kiosk, as `card.identify` says it. */
export interface Arrived {
  readonly visit: string;
  readonly member: string;
  readonly account: string;
  readonly card: string;
}

export interface Lobby {
  readonly gateway: TestGateway;
  readonly kiosk: RawSocket;
  /** may do all that a test may */
  readonly till: RawSocket;
  /** token of the demonstration's card of this number */
  tokenOf(index: number): string;
  /**
   * Lays a card on the reader and takes it away again; what the kiosk is told of it. Another card each time: the reader
   * hears the same one again only after a while.
   */
  tap(token: string): Promise<{ readonly visit: string }>;
  /** The same, and the kiosk asks who it is. */
  arrive(token: string): Promise<Arrived>;
  close(): Promise<void>;
}

const device = "lobby-reader";

export const openLobby = async (): Promise<Lobby> => {
  const gateway = await startTestGateway();
  const kiosk = await gateway.session("kiosk");
  const till = await gateway.session("test");
  const tap: Lobby["tap"] = async (token) => {
    await kiosk.call("input.arm", { expect: ["card"], forMs: 60_000 });
    await till.call("sim.card.present", { device, token });
    const { data } = await kiosk.nextEvent("card.presented");
    await till.call("sim.card.remove", { device });
    await kiosk.nextEvent("card.removed");
    return data as { readonly visit: string };
  };
  return {
    gateway,
    kiosk,
    till,
    tokenOf: (index) => gateway.cards[index]?.token ?? "",
    tap,
    arrive: async (token) => {
      const { visit } = await tap(token);
      const { result = {} } = await kiosk.call("card.identify", { visit });
      const { member } = result["member"] as { readonly member: string };
      return { visit, member, account: String(result["account"]), card: String(result["card"]) };
    },
    close: () => gateway.close(),
  };
};
