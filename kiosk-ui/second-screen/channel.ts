// Between the cashier's page and the customer's screen of the same till: one machine, one browser, no network. A
// screen that is opened later asks, and is told.
import type { ShownBill } from "./shown-bill.ts";

const channelName = "tallygate.second-screen";

type Message = { readonly ask: true } | { readonly bill: ShownBill };

/** The cashier's side: tells each bill that differs from the last, and again to whoever asks. */
export const tellCustomer = (): ((bill: ShownBill) => void) => {
  const channel = new BroadcastChannel(channelName);
  let last: ShownBill | undefined;
  const tell = (): void => {
    if (last !== undefined) channel.postMessage({ bill: last } satisfies Message);
  };
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if ("ask" in data) tell();
  });
  return (bill) => {
    if (JSON.stringify(bill) === JSON.stringify(last)) return;
    last = bill;
    tell();
  };
};

/** The customer's side. The result ends it. */
export const hearCashier = (show: (bill: ShownBill) => void): (() => void) => {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if ("bill" in data) show(data.bill);
  });
  channel.postMessage({ ask: true } satisfies Message);
  return () => channel.close();
};
