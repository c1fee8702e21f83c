// Every state of the kiosk as a screen may have to show it: the longest name with a rare glyph, the largest balance,
// the longest sentence. No gateway: a view is data.
import type { KioskEvent } from "../../../kiosk-ui/charts/kiosk/events.ts";
import type { Account, Info, Stay, VisitContext } from "../../../kiosk-ui/charts/kiosk/visit.ts";
import { freshVisit } from "../../../kiosk-ui/charts/kiosk/visit.ts";
import type { Shown } from "../../../kiosk-ui/kiosk/kiosk-frame.ts";
import { clockOf, type View } from "../../../kiosk-ui/kiosk/view.ts";
import { sayIn } from "../../../kiosk-ui/words/kiosk.ts";

/** Names from the programme, not from the words: they stay as they are in every language. */
export const dataNames = [
  "𠮷",
  "Yunqi",
  "VIP",
  "Spa",
  "Buffet",
  "Towel",
  "Longjing",
  "CNY",
  "★",
  "en-XA",
];

const info: Info = {
  store: { id: "s", name: "Yunqi ★ VIP" },
  programme: { id: "demo", version: 1, name: "VIP" },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  businessDate: "2026-11-21",
  languages: ["zh-CN", "en"],
  simulated: true,
  headOffice: "online",
  offline: { allow: ["spend_stored", "spend_count"] },
  assets: [
    { id: "stored", name: "VIP", kind: "money" },
    { id: "pts", name: "VIP", kind: "points" },
    { id: "spa", name: "VIP Spa ★", kind: "count" },
    { id: "meal", name: "Buffet", kind: "count" },
  ],
  cards: [
    { type: "vip", name: "VIP Spa ★ Yunqi", fee: 0, pin: true },
    { type: "combo", name: "Buffet", fee: 0, pin: false },
  ],
  tiers: [{ id: "gold", name: "VIP" }],
  venues: [],
  goods: [{ sku: "king", venue: "rooms", name: "VIP Spa ★", list: 48_800 }],
  passes: [
    { pass: "spa10", name: "VIP Spa ★", asset: "spa", quantity: 10, price: 1 },
    { pass: "meal5", name: "Buffet", asset: "meal", quantity: 5, price: 1 },
  ],
  rewards: [
    { reward: "towel", name: "Towel", asset: "pts", points: 150 },
    { reward: "tea", name: "Longjing", asset: "pts", points: 500 },
    { reward: "night", name: "VIP Spa ★", asset: "pts", points: 3_000_000 },
  ],
  tenders: [],
  topUps: [10_000, 20_000, 50_000, 100_000, 200_000, 500_000],
  signIn: { asset: "pts", quantity: 2, cite: "四.3" },
  pointsPay: { asset: "pts", points: 100, amount: 500, cite: "5.3" },
};

/** A catalogue longer than a screen: one thing gone, one dear, names as long as the owner may give them. */
const gifts: VisitContext["gifts"] = [
  { reward: "tea", name: "Longjing", left: 12 },
  { reward: "towel", choice: "a", name: "Towel VIP", points: 150, left: 0 },
  { reward: "towel", choice: "b", name: "Towel VIP Spa ★", points: 999_999, left: 3 },
  { reward: "towel", choice: "c", name: "Towel ★", points: 250 },
  { reward: "towel", choice: "d", name: "VIP ★", points: 350, left: 1 },
  { reward: "towel", choice: "e", name: "Buffet ★", points: 450, left: 99_999 },
];
const offers: VisitContext["offers"] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000].map(
  (amount) => ({ amount, bonus: amount / 10, cites: ["二.7", "三.4"] }),
);

const account: Account = {
  assets: {
    stored: { available: 9_999_999, principal: 9_000_000, bonus: 999_999, lots: [] },
    pts: {
      available: 999_999,
      lots: [],
      expiresNext: { on: "2028-12-31", quantity: 999_999 },
    },
    spa: { available: 7, lots: [{ lot: "l", quantity: 7, expiresOn: "2027-03-31" }] },
    meal: { available: 4, lots: [{ lot: "m", quantity: 4 }] },
  },
  tier: "gold",
  progress: {},
  benefits: [
    { code: "late_checkout", until: "14:00" },
    { code: "birthday_gift", left: 1 },
    { code: "booking_priority" },
    { code: "hold_until", until: "20:00", cite: "二.7" },
  ],
  coupons: [
    { coupon: "v1", code: "0190F3C2A1203841", value: 5_000, expiresOn: "2026-12-31" },
    { coupon: "v2", code: "0190F3C2A1203842", value: 999_999_00 },
  ],
  card: "c",
  type: "vip",
  state: "active",
  validTo: "2027-06-30",
  asOf: "2026-11-21T18:48:00+08:00",
  stalenessMs: 0,
};

/** 24 characters once masked would be wider than any screen: the gateway masks to the first and stars. */
const person: NonNullable<VisitContext["person"]> = {
  card: "c",
  account: "a",
  member: { name: "𠮷*****" },
  type: "vip",
  tier: "gold",
  state: "active",
  needsPin: true,
  stalenessMs: 0,
  number: "VIP00001234",
  validTo: "2027-06-30",
};

export interface Fixture {
  readonly name: string;
  readonly shown: Shown;
  readonly visit: Partial<VisitContext>;
  readonly view?: Partial<View>;
  /** which foot button opens the sheet over it */
  readonly sheet?: "speak" | "see";
}

const plain = { shaded: false, warned: false, linkLost: false } as const;
const guest = { person, account, visit: "v", cardOnReader: true } as const;
/** Cards of one kind and of several, some of them without a last day. */
const choosing = (count: number): Partial<VisitContext> => ({
  person: {
    ...person,
    cards: Array.from({ length: count }, (_, n) => ({
      card: `c${n}`,
      number: `VIP0000${1234 + n}`,
      type: n % 3 === 0 ? "vip" : "combo",
      validTo: n % 2 === 0 ? "2027-06-30" : null,
    })),
  },
});
const punching = {
  ...guest,
  intent: { kind: "punch", asset: "spa", quantity: 1 },
  key: "0190f3c2a1b2c3d4e5f60718293a4b5c",
  outcome: { before: 7, after: 6, receipt: "r_0190f3c2a120384" },
} as const;
const redeeming = {
  ...guest,
  intent: { kind: "redeem", reward: "tea", points: 500, quantity: 9, most: 9 },
  outcome: { before: 999_999, after: 0, receipt: "r_0190f3c2a120384" },
} as const;
const losing = {
  ...guest,
  intent: { kind: "loss", card: "c" },
  outcome: { before: 0, after: 0, replaceFrom: "2026-11-22" },
} as const;
const booked: Stay = {
  stay: "s1",
  state: "booked",
  priority: 0,
  roomType: "king",
  arrive: "2026-11-21",
  depart: "2026-11-24",
  guest: "𠮷*****",
  room: "1305",
  roomNote: "VIP ★",
  deposit: 50_000,
  nightly: 48_800,
  benefits: [],
};
const arriving = {
  ...guest,
  stays: [booked],
  intent: { kind: "checkIn", stay: "s1" },
  outcome: {
    before: 0,
    after: 0,
    room: "1305",
    roomNote: "VIP ★",
    deposit: 50_000,
    receipt: "r_0190f3c2a120384",
  },
} as const;
const symbol = `data:image/svg+xml;utf8,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path d="M4 4h40v40H4z"/></svg>',
)}`;
const receiptRows = ["account.topUp", "bill.settle", "pass.punch", "stay.checkIn", "x"].map(
  (op, at) => ({ receipt: `r_${at}`, op, at: `2026-11-${10 + at}T18:48:00+08:00` }),
);
const known = {
  ...guest,
  profile: {
    member: "m",
    phone: "138****5678",
    marketing: false,
    birthday: true,
    receipts: receiptRows,
  },
} as const;
const refusedAs = (code: string) => ({ refused: { code, params: {}, cite: "二.7" } });
const at = (screen: Shown["screen"], over: Partial<Shown> = {}): Shown => ({
  ...plain,
  ...over,
  screen,
});

export const fixtures: readonly Fixture[] = [
  { name: "attract", shown: at("attract"), visit: {} },
  { name: "attract, paper low", shown: at("attract"), visit: {}, view: { paper: "low" } },
  { name: "attract, reader away", shown: at("attract"), visit: {}, view: { reader: "away" } },
  { name: "phone", shown: at("phone"), visit: { typed: "13800" } },
  { name: "phonePin", shown: at("phonePin"), visit: { typed: "123", phone: "13800138000" } },
  { name: "resolving", shown: at("resolving"), visit: {} },
  { name: "other", shown: at("other"), visit: {} },
  { name: "booking", shown: at("booking"), visit: { typed: "20261" } },
  { name: "finding", shown: at("finding"), visit: {} },
  { name: "resolvingPhone", shown: at("resolvingPhone"), visit: {} },
  { name: "resolvingCode", shown: at("resolvingCode"), visit: {} },
  { name: "enrol", shown: at("enrol"), visit: { picture: symbol } },
  { name: "layAgain", shown: at("layAgain"), visit: { unread: "mute" } },
  { name: "layAgain, too early", shown: at("layAgain"), visit: { unread: "left" } },
  { name: "twoCards", shown: at("twoCards"), visit: {} },
  { name: "chooseCard", shown: at("chooseCard"), visit: choosing(2) },
  { name: "chooseCard, many", shown: at("chooseCard"), visit: { ...choosing(8), turned: 2 } },
  { name: "resolvingChoice", shown: at("resolvingChoice"), visit: choosing(2) },
  { name: "pin", shown: at("pin"), visit: { ...guest, typed: "123" } },
  { name: "pin, wrong", shown: at("pin"), visit: { ...guest, ...refusedAs("pin.wrong") } },
  { name: "blocked", shown: at("blocked"), visit: refusedAs("card.replaced") },
  { name: "home", shown: at("home"), visit: guest },
  { name: "home, shaded", shown: at("home", { shaded: true }), visit: guest },
  { name: "home, offline", shown: at("home"), visit: guest, view: { headOffice: "offline" } },
  { name: "home, help called", shown: at("home"), visit: { ...guest, help: "coming" } },
  { name: "home, time runs out", shown: at("home", { warned: true, shaded: true }), visit: guest },
  { name: "home, languages", shown: at("home"), visit: guest, sheet: "speak" },
  { name: "home, comfort", shown: at("home"), visit: guest, sheet: "see" },
  { name: "home, link lost", shown: at("home", { linkLost: true }), visit: guest },
  {
    name: "home, nothing held",
    shown: at("home"),
    visit: { ...guest, account: { ...account, assets: {} } },
  },
  { name: "home, check-in due", shown: at("home"), visit: { ...guest, stays: [booked] } },
  { name: "home, paper low", shown: at("home"), visit: guest, view: { paper: "low" } },
  { name: "home, no paper", shown: at("home"), visit: guest, view: { paper: "out" } },
  {
    name: "stays",
    shown: at("stays"),
    visit: { ...guest, stays: [1, 2, 3, 4].map((n) => ({ ...booked, stay: `s${n}` })) },
  },
  { name: "stay", shown: at("stay"), visit: arriving },
  {
    name: "stay, without a card",
    shown: at("stay"),
    visit: { ...arriving, person: undefined, account: undefined },
  },
  { name: "signIn", shown: at("signIn"), visit: { ...guest, intent: { kind: "signIn" } } },
  { name: "topUp", shown: at("topUp"), visit: guest },
  { name: "topUp, with bonus", shown: at("topUp"), visit: { ...guest, offers } },
  {
    name: "topUp, chosen",
    shown: at("topUp"),
    visit: { ...guest, offers, intent: { kind: "topUp", amount: 500_000 } },
  },
  { name: "receipts", shown: at("receipts"), visit: known },
  { name: "receipts, no paper", shown: at("receipts"), visit: known, view: { paper: "out" } },
  { name: "coupons", shown: at("coupons"), visit: guest },
  { name: "picture", shown: at("picture"), visit: { ...guest, picture: symbol } },
  { name: "profile", shown: at("profile"), visit: known },
  {
    name: "profile, no birthday",
    shown: at("profile"),
    visit: { ...known, profile: { ...known.profile, birthday: false } },
  },
  { name: "birthday", shown: at("birthday"), visit: { ...known, typed: "050" } },
  { name: "done, check-in", shown: at("done"), visit: arriving },
  {
    name: "done, sign-in",
    shown: at("done"),
    visit: { ...guest, intent: { kind: "signIn" }, outcome: { before: 999_997, after: 999_999 } },
  },
  {
    name: "done, top-up",
    shown: at("done"),
    visit: {
      ...guest,
      intent: { kind: "topUp", amount: 500_000 },
      outcome: { before: 0, after: 0, ticket: "A12F", expiresAt: "2026-11-21T19:41:00+08:00" },
    },
  },
  {
    name: "done, print",
    shown: at("done"),
    visit: {
      ...guest,
      intent: { kind: "print", receipt: "r_0190f3c2a120384" },
      outcome: { before: 0, after: 0, receipt: "r_0190f3c2a120384" },
    },
  },
  {
    name: "done, consent",
    shown: at("done"),
    visit: {
      ...guest,
      intent: { kind: "consent", marketing: true },
      outcome: { before: 0, after: 0 },
    },
  },
  {
    name: "done, birthday",
    shown: at("done"),
    visit: {
      ...guest,
      intent: { kind: "birthday", date: "0000-05-06" },
      outcome: { before: 0, after: 0 },
    },
  },
  { name: "punch", shown: at("punch"), visit: punching },
  { name: "redeem", shown: at("redeem"), visit: guest },
  { name: "redeem, catalogue", shown: at("redeem"), visit: { ...guest, gifts } },
  { name: "redeem, next page", shown: at("redeem"), visit: { ...guest, gifts, turned: 1 } },
  {
    name: "redeemConfirm, the last one",
    shown: at("redeemConfirm"),
    visit: {
      ...guest,
      gifts,
      intent: { kind: "redeem", reward: "towel", choice: "d", points: 350, quantity: 1, most: 1 },
    },
  },
  { name: "redeemConfirm", shown: at("redeemConfirm"), visit: redeeming },
  {
    name: "redeem, offline",
    shown: at("redeem"),
    visit: { ...guest, gifts },
    view: { headOffice: "offline" },
  },
  {
    name: "redeemConfirm, offline",
    shown: at("redeemConfirm"),
    visit: redeeming,
    view: { headOffice: "offline", info: { ...info, offline: { allow: ["redeem_gift"] } } },
  },
  { name: "benefits", shown: at("benefits"), visit: guest },
  { name: "loss", shown: at("loss"), visit: losing },
  { name: "posting", shown: at("posting"), visit: punching },
  { name: "unknown", shown: at("unknown"), visit: { ...punching, picture: symbol } },
  { name: "unknown, no symbol", shown: at("unknown"), visit: punching },
  { name: "explain", shown: at("explain"), visit: { ...guest, ...refusedAs("offline.limit") } },
  { name: "done", shown: at("done"), visit: punching },
  {
    name: "done, printed",
    shown: at("done"),
    visit: { ...punching, job: { job: "j", state: "printed" } },
  },
  {
    name: "done, no paper",
    shown: at("done"),
    visit: { ...redeeming, job: { job: "j", state: "blocked", why: "paper_out" } },
  },
  { name: "done, loss", shown: at("done"), visit: losing },
  { name: "goodbye", shown: at("goodbye"), visit: guest },
];

export interface Mode {
  readonly language: string;
  readonly large: boolean;
  readonly contrast: boolean;
  readonly low?: boolean;
  readonly night?: boolean;
}

export const viewOf = (
  { visit, view }: Fixture,
  { language, large, contrast, low = false, night = false }: Mode,
  send: (event: KioskEvent) => void = () => {},
): View => ({
  visit: {
    ...freshVisit,
    ...visit,
    comfort: { ...freshVisit.comfort, language, large, contrast, low },
  },
  info,
  say: sayIn(language),
  language,
  clock: clockOf(
    new Date(`2026-11-21T${night ? 23 : 19}:26:00`),
    language === "en-XA" ? "en" : language,
  ),
  reader: "ready",
  headOffice: "online",
  paper: "ok",
  speaks: true,
  house: info.store.name,
  logo: undefined,
  send,
  confirm: () => {},
  ...view,
});
