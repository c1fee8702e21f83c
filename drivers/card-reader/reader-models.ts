// What is known of readers behind PC/SC, as data: their USB ids, slots, lamp and buzzer, and what they do wrong.

export interface ReaderModel {
  readonly id: string;
  readonly title: string;
  /** in the reader's name as PC/SC shows it */
  readonly name: RegExp;
  /** USB ids in lower-case hex */
  readonly vendor?: string;
  readonly product?: string;
  /** pseudo-APDU for lamp and buzzer; absent: it has none that can be told to sound */
  readonly signal?: Readonly<Record<"ok" | "no", Uint8Array>>;
  /** known faults with their cures, for the doctor and docs/DEVICES.md */
  readonly quirks: readonly string[];
}

/**
 * ACS "bi-color LED and buzzer control", FF 00 40: lamp bits, then T1 and T2 (100 ms), repetitions, and the half
 * in which the buzzer sounds. ACR1252U takes the same command (its "ACR122U compatible commands").
 */
const acsSignal = {
  ok: Uint8Array.of(0xff, 0, 0x40, 0x8a, 4, 1, 1, 1, 1),
  no: Uint8Array.of(0xff, 0, 0x40, 0x45, 4, 1, 1, 3, 1),
} as const;

export const readerModels: readonly ReaderModel[] = [
  {
    id: "acr122u",
    title: "ACS ACR122U",
    name: /acr122/iu,
    vendor: "072f",
    product: "2200",
    signal: acsSignal,
    quirks: [
      "the kernel module pn533_usb takes it away: blacklist pn533_usb, pn533, nfc",
      "may stop until its power is cut: replug it, or replace it by an ACR1252U",
      "lamp and buzzer obey only while a card lies there",
    ],
  },
  {
    id: "acr1252u",
    title: "ACS ACR1252U",
    name: /acr1252/iu,
    vendor: "072f",
    product: "223b",
    signal: acsSignal,
    quirks: ["shows a second slot (SAM) in which no card of a guest can lie: it is never taken"],
  },
  {
    id: "acr39u",
    title: "ACS ACR39U (contact)",
    name: /acr39/iu,
    vendor: "072f",
    product: "b100",
    quirks: ["contact cards have no number of their own: `contact` says where it stands"],
  },
  { id: "pcsc", title: "PC/SC reader", name: /(?:)/u, quirks: [] },
];

/** The first that fits; the last fits every reader. */
export const readerModelOf = (name: string): ReaderModel | undefined =>
  readerModels.find((model) => model.name.test(name));

/** A slot for the reader's own security module. */
export const isModuleSlot = (name: string): boolean => /\bSAM\b/iu.test(name);
