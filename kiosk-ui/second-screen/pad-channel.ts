// The guest's pad on the customer's screen: the till asks for a PIN, the screen of the same browser says how
// many digits are in and gives them once. In memory between two pages of one origin; nothing of it is kept.

const channelName = "tallygate.customer-pad";

/** What the till wants. */
export interface PadAsked {
  readonly of: string;
  /** a new PIN, entered two times */
  readonly twice: boolean;
}

type FromTill = { readonly want: PadAsked } | { readonly over: string };
type FromScreen =
  | { readonly count: number; readonly of: string }
  | { readonly pin: string; readonly of: string }
  | { readonly gaveUp: true; readonly of: string };

/** The till's side. Nothing is heard where no screen is open; the result takes the question back. */
export const askAtCustomer = (
  asked: { readonly twice: boolean },
  told: {
    /** digits entered so far; the first word says that there is a screen */
    readonly counted: (count: number) => void;
    readonly typed: (pin: string) => void;
    readonly gaveUp: () => void;
  },
): (() => void) => {
  const channel = new BroadcastChannel(channelName);
  const of = crypto.randomUUID();
  channel.addEventListener("message", ({ data }: MessageEvent<FromScreen>) => {
    if (data.of !== of) return;
    if ("count" in data) told.counted(data.count);
    else if ("pin" in data) told.typed(data.pin);
    else told.gaveUp();
  });
  channel.postMessage({ want: { of, twice: asked.twice } } satisfies FromTill);
  return () => {
    channel.postMessage({ over: of } satisfies FromTill);
    channel.close();
  };
};

export interface CustomerPad {
  readonly counted: (count: number) => void;
  readonly typed: (pin: string) => void;
  readonly gaveUp: () => void;
}

/** The screen's side: `show` is told what to ask the guest, and when that is over. */
export const serveTill = (show: (asked: PadAsked | undefined) => void): CustomerPad => {
  const channel = new BroadcastChannel(channelName);
  let current: PadAsked | undefined;
  const set = (asked: PadAsked | undefined): void => {
    current = asked;
    show(asked);
  };
  const say = (word: FromScreen): void => channel.postMessage(word);
  channel.addEventListener("message", ({ data }: MessageEvent<FromTill>) => {
    if ("want" in data) {
      set(data.want);
      say({ count: 0, of: data.want.of });
    } else if ("over" in data && data.over === current?.of) set(undefined);
  });
  return {
    counted: (count) => {
      if (current !== undefined) say({ count, of: current.of });
    },
    typed: (pin) => {
      if (current !== undefined) say({ pin, of: current.of });
      set(undefined);
    },
    gaveUp: () => {
      if (current !== undefined) say({ gaveUp: true, of: current.of });
      set(undefined);
    },
  };
};
