// One punch, asked over WebSocket and answered when it is on disk, beside a raw loop of write and fdatasync.
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { interleave, median, repeat, timed, type Bench } from "./figures.ts";
import { openStation, type StoreStation } from "./store-station.ts";

const pageBytes = 4_096;

/** A member of the programme `counter` with a pass of many counts. */
const openAccount = async ({ client }: StoreStation, passes: number): Promise<string> => {
  const key = () => client.newKey();
  await client.call("sim.store.reset", { programme: "counter", now: "2024-01-10T10:00:00+08:00" });
  const { member } = await client.call("member.enrol", {
    key: key(),
    name: "张三",
    consent: { rules: true, marketing: false },
  });
  const { account } = await client.call("card.issue", { key: key(), member, type: "basic" });
  for (let sold = 0; sold < passes; sold += 1) {
    const tenders = [{ type: "cash", amount: 30_000 }];
    await client.call("pass.sell", { key: key(), account, pass: "wash10", tenders });
  }
  return account;
};

export const bench: Bench = {
  says: "one punch p50 against a raw fdatasync loop",
  run: async ({ quick }) => {
    await using station = await openStation();
    const rounds = quick ? 3 : 10;
    const account = await openAccount(station, rounds + 2);
    const { client, gateway } = station;
    const punch = (): Promise<unknown> =>
      client.call("pass.punch", { key: client.newKey(), account, asset: "wash" });
    await repeat(20, () => timed(punch));
    const file = openSync(join(gateway.dir, "raw.bin"), "w");
    const page = Buffer.alloc(pageBytes, 1);
    const write = (): Promise<void> => {
      writeSync(file, page, 0, pageBytes, 0);
      fdatasyncSync(file);
      return Promise.resolve();
    };
    const taken = await interleave(
      rounds,
      () => repeat(10, () => timed(punch)),
      () => repeat(10, () => timed(write)),
    );
    closeSync(file);
    return [
      {
        what: "one punch, durable",
        ours: median(taken.ours),
        peer: median(taken.peer),
        peerName: "raw write + fdatasync of 4 KiB",
        unit: "ms",
      },
    ];
  },
};
