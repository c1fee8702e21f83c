// A card laid on the reader → its event at a page → the account known, beside as many bare WebSocket round
// trips. What the page adds by painting is measured in the page's own bench.
import { WebSocketServer } from "ws";
import { interleave, median, repeat, timed, type Bench } from "./figures.ts";
import { openStation } from "./store-station.ts";

const betweenTapsMs = 1_600;

/** Three questions and answers over a bare socket: present, event, identify. */
const bareRoundTrips = async (): Promise<{ once: () => Promise<void>; close: () => void }> => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) =>
    socket.on("message", (data) => socket.send(data, { binary: false })),
  );
  await new Promise<void>((resolve) => void server.once("listening", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}`);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const trip = (): Promise<unknown> =>
    new Promise((resolve) => {
      socket.addEventListener("message", resolve, { once: true });
      socket.send(
        "a question of usual length, as a call of the protocol has it, and then some more",
      );
    });
  return {
    once: async () => {
      for (let trips = 0; trips < 3; trips += 1) await trip();
    },
    close: () => {
      socket.close();
      server.close();
    },
  };
};

export const bench: Bench = {
  says: "card event → account known at the page's socket",
  run: async ({ quick }) => {
    await using station = await openStation();
    const { gateway, connect } = station;
    const cashier = await connect("test");
    const token = gateway.simulated.cards?.[0]?.token;
    if (token === undefined) throw new Error("the demonstration store has no card");
    const device = "desk-reader";
    await cashier.call("input.arm", { device, expect: ["card"], forMs: 600_000 });
    const bare = await bareRoundTrips();
    const swipe = async (): Promise<number> => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const off = cashier.on("card.presented", ({ data }) =>
        resolve(typeof data.token === "string" ? data.token : ""),
      );
      const taken = await timed(async () => {
        const presented = cashier.call("sim.card.present", { device, token });
        await cashier.call("card.identify", { token: await promise });
        await presented;
      });
      off();
      await cashier.call("sim.card.remove", { device });
      // The same card within 1.5 s would be the same showing.
      await new Promise((next) => setTimeout(next, betweenTapsMs));
      return taken;
    };
    const taken = await interleave(
      quick ? 3 : 12,
      () => repeat(1, swipe),
      () => repeat(10, () => timed(bare.once)),
    );
    bare.close();
    return [
      {
        what: "card → account known",
        ours: median(taken.ours),
        peer: median(taken.peer),
        peerName: "3 bare WebSocket round trips",
        unit: "ms",
      },
    ];
  },
};
