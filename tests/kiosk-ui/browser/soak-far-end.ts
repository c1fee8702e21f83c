// A gateway inside the page, for the soak alone: a WebSocket whose far end answers what one guest after another asks.
// Runs in the browser before the page's own scripts; the page's client, machine and screens are the shipped ones.
export {};

{
  /** What the test drives from outside, on `window.soak`. */
  interface Soak {
    /** Whole visits: card, account, punch, receipt, farewell. Resolves when nobody is there any more. */
    readonly visits: (count: number) => Promise<void>;
    /** Keeps something of every visit from now on: the leak that must be caught. */
    leak: boolean;
  }

  const realNow = performance.now.bind(performance);
  let skipped = 0;
  // A guest does not confirm twice within half a second: the soak's guests are fast, not the page's guard.
  performance.now = () => realNow() + skipped;

  interface Frame {
    readonly id: unknown;
    readonly method: string;
    readonly params: Record<string, unknown>;
  }
  let socket: SoakSocket | undefined;
  let visit = 0;
  let seq = 0;
  const kept: unknown[] = [];

  const account = (left: number) => ({
    assets: {
      stored: { available: 52_000, principal: 40_000, bonus: 12_000, lots: [] },
      pts: { available: 3_280, lots: [] },
      spa: { available: left, lots: [{ lot: "l", quantity: left }] },
    },
    tier: null,
    progress: {},
    benefits: [],
    coupons: [],
    card: `c_${visit}`,
    type: "standard",
    state: "active",
    validTo: null,
    member: `m_${visit}`,
    asOf: "2026-11-21T19:26:00+08:00",
    stalenessMs: 0,
  });
  const info = {
    store: { id: "s", name: "云栖酒店" },
    programme: { id: "demo", version: 1, name: "会员" },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    businessDate: "2026-11-21",
    languages: ["zh-CN", "en"],
    simulated: true,
    headOffice: "none",
    assets: [
      { id: "stored", name: "储值", kind: "money" },
      { id: "pts", name: "积分", kind: "points" },
      { id: "spa", name: "汤泉", kind: "count" },
    ],
    cards: [],
    tiers: [],
    venues: [],
    goods: [],
    passes: [{ pass: "spa10", name: "汤泉 10 次卡", asset: "spa", quantity: 10, price: 1 }],
    rewards: [],
    tenders: [],
    topUps: [10_000],
  };
  const device = { model: "m", state: "ready", confirms: "full", counters: {} };
  const answers: Record<string, (params: Record<string, unknown>) => unknown> = {
    "station.pair": () => ({ station: "k", role: "kiosk", check: "000000" }),
    "session.start": () => ({
      session: "x",
      protocol: 1,
      role: "kiosk",
      station: "k",
      resumed: false,
      seq: 0,
      snapshot: null,
    }),
    "store.info": () => info,
    "device.list": () => [
      { ...device, device: "r", kind: "card-reader", role: "lobby-reader" },
      { ...device, device: "p", kind: "receipt-printer", role: "lobby-printer" },
    ],
    "input.arm": () => ({ until: "", devices: ["r"] }),
    "card.identify": () => ({
      card: `c_${visit}`,
      account: `a_${visit}`,
      member: { name: "王*", member: `m_${visit}` },
      type: "standard",
      tier: null,
      state: "active",
      needsPin: false,
      stalenessMs: 0,
      number: `HZ0001${String(visit).padStart(6, "0")}`,
      visit: `v_${visit}`,
    }),
    "account.get": () => account(7),
    "stay.find": () => ({ stays: [] }),
    "pass.punch": () => {
      const receipt = `r_${visit}`;
      setTimeout(() => tell("job.state", { job: `j_${visit}`, state: "printed", receipt }));
      return { used: 1, remaining: 6, validTo: null, receipt, job: `j_${visit}` };
    },
    "visit.end": () => ({ ended: true }),
    "gift.list": () => ({ gifts: [] }),
    "brand.get": () => ({}),
    "station.settings": () => ({ station: "k", name: "k" }),
    "session.ping": () => ({ time: "" }),
  };
  const tell = (topic: string, data: object): void => {
    const at = "2026-11-21T19:26:00+08:00";
    socket?.hear({
      jsonrpc: "2.0",
      method: "event",
      params: { seq: (seq += 1), at, sentAt: at, topic, data },
    });
  };

  class SoakSocket extends EventTarget {
    readonly protocol = "tallygate";
    readyState = 0;
    constructor() {
      super();
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- the far end speaks to the newest socket
      socket = this;
      setTimeout(() => {
        this.readyState = 1;
        this.dispatchEvent(new Event("open"));
        this.hear({
          jsonrpc: "2.0",
          method: "hello",
          params: { protocol: { min: 1, max: 1 }, auth: ["demo"], nonce: "n", boot: "b" },
        });
      });
    }
    hear(frame: object): void {
      this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
    }
    send(text: string): void {
      const { id, method, params }: Frame = JSON.parse(text);
      const answer = answers[method];
      const reply =
        answer === undefined
          ? { error: { code: -32_000, message: "refused", data: { code: "device.unsuited" } } }
          : { result: answer(params) };
      queueMicrotask(() => this.hear({ jsonrpc: "2.0", id, ...reply }));
    }
    close(): void {
      this.readyState = 3;
    }
  }
  Object.defineProperty(globalThis, "WebSocket", { value: SoakSocket });

  const root = (): ShadowRoot | null | undefined =>
    document.querySelector("kiosk-frame")?.shadowRoot;
  const at = (screen: string): boolean =>
    root()?.querySelector(`main[data-screen=${screen}]`) != null;
  const until = async (screen: string): Promise<void> => {
    for (let turn = 0; !at(screen); turn += 1) {
      if (turn > 5_000) throw new Error(`never at ${screen}, visit ${visit}`);
      await scheduler.postTask(() => undefined);
    }
  };
  const touch = (selector: string): void => root()?.querySelector<HTMLElement>(selector)?.click();

  const soak: Soak = {
    leak: false,
    visits: async (count) => {
      for (let done = 0; done < count; done += 1) {
        visit += 1;
        skipped += 1_000;
        await until("attract");
        tell("card.presented", { device: "r", class: "simulated", visit: `v_${visit}` });
        await until("home");
        tell("card.removed", { device: "r", visit: `v_${visit}` });
        touch(".controls .primary");
        await until("punch");
        touch(".controls .primary");
        await until("done");
        touch(".foot .quit");
        await until("goodbye");
        touch(".controls .primary");
        if (soak.leak) {
          kept.push({ visit, name: "王*", left: [visit] });
          addEventListener("message", () => kept.at(visit));
        }
      }
      await until("attract");
    },
  };
  Object.defineProperty(globalThis, "soak", { value: soak });
}
