// A sample adapter of a hotel's own system (PMS): bookings go to the store, what a guest paid at check-out comes
// back to her folio. Bookings are read as JSON lines from stdin; what happened is written as JSON lines to stdout.
//
//   TALLYGATE_TOKEN=… TALLYGATE_HOOK_SECRET=… HOOK_PORT=8141 node docs/examples/pms.ts < bookings.jsonl
import { createInterface } from "node:readline";
import { RefusalError } from "../../gateway/protocol/client.ts";
import { connect, say } from "./connect.ts";
import { receiveHooks } from "./hooks.ts";

/** As this imaginary hotel system writes a reservation. `revision` grows with each change. */
interface Reservation {
  readonly number: string;
  readonly revision: number;
  readonly guest: string;
  readonly phone?: string;
  readonly arrive: string;
  readonly depart: string;
  readonly roomType: string;
  /** minor units */
  readonly nightly: number;
  readonly room?: string;
  readonly cancelled?: boolean;
}

const store = connect();
/** The store's stay → our number. A real adapter keeps this beside its reservations. */
const numbersByStay = new Map<string, string>();

/** The key is made of number and revision: sent twice, after whatever failure, it is one booking. */
const tell = async (reservation: Reservation): Promise<void> => {
  const { number, revision, cancelled, ...booking } = reservation;
  const { stays } = await store.call("stay.find", { code: number });
  const known = stays[0]?.stay;
  const key = `pms-${number}-${revision}-${known === undefined ? "new" : "changed"}`;
  try {
    const { stay, state } = await store.call("stay.put", {
      ...(known === undefined ? { ...booking, code: number } : { ...booking, stay: known }),
      ...(cancelled === true ? { state: "cancelled" as const } : {}),
      key,
    });
    numbersByStay.set(stay, number);
    say({ booked: number, stay, state });
  } catch (error) {
    // A refusal is an answer: a person at the hotel must look at it. Anything else may be sent again.
    if (!(error instanceof RefusalError)) throw error;
    say({ refused: number, code: error.code });
  }
};

const hooks = receiveHooks({
  port: Number(process.env["HOOK_PORT"] ?? 8141),
  secret: process.env["TALLYGATE_HOOK_SECRET"] ?? "",
  take: async ({ id, type, data }) => {
    const number = numbersByStay.get(data.stay ?? "");
    if (number === undefined) return;
    if (type === "stay.checkIn") say({ arrived: number });
    if (type === "stay.checkOut")
      say({
        folio: number,
        posting: id,
        charges: data.sales,
        paid: data.tenders,
        card: data.changes,
      });
    await Promise.resolve();
  },
});

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") await tell(JSON.parse(line) as Reservation);
}
// Bookings are all told; folios go on coming until somebody ends the program.
say({ told: numbersByStay.size });
process.on("SIGTERM", () => {
  hooks.close();
  store.close();
});
