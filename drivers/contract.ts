// What a device is to the rest of the house: its kind, its events, its verbs, and the typed frames that
// device host and gateway exchange over a Unix socket. Knows no member, no money, no transport.

//
// The host listens on the socket PATH it is given (mode 0600, a stale one is replaced); the gateway connects, and
// connects again when the socket breaks: the host keeps its devices open meanwhile. One gateway at a time: a newer
// connection ends the older. The first frame after a connection is `hello` with every device as it is now, then follow
// `card.presented` for the cards that lie on a reader and the live `job` state of the latest jobs of each printer.
//
// `print` with a job and attempt that the host already knows prints nothing: it answers and repeats the `job` event of
// its live state. The answer's result is `{state}` with that state, or `{state: "queued"}`.

export type DeviceKind =
  | "card-reader"
  | "receipt-printer"
  | "barcode-scanner"
  | "cash-drawer"
  | "customer-display"
  | "id-reader";

/** How much of "printed" the device can vouch for (docs/DEVICES.md). */
export type Confirms = "full" | "status" | "none";

export type DeviceState = "absent" | "opening" | "ready" | "blocked" | "failed";

/** Why a printer cannot go on now; it heals by itself when a person has helped. */
export type BlockReason = "paper_out" | "cover_open" | "cutter" | "offline" | "stalled";

export interface DeviceDescription {
  /** stable id: role or identity by serial or USB path, never ttyUSBn */
  readonly device: string;
  readonly kind: DeviceKind;
  /** what it is for in the store, as configured, e.g. `lobby-printer` */
  readonly role?: string;
  readonly model: string;
  readonly driver: string;
  readonly identity: string;
  /** what the device says of its own release; absent: it says none */
  readonly firmware?: string;
  readonly simulated: boolean;
  readonly state: DeviceState;
  /** a BlockReason, or a sentence */
  readonly why?: string;
  readonly confirms: Confirms;
  readonly counters: { readonly [name: string]: number };
}

/** How strong the proof is that this very card was there. */
export type CardTrust = "uid" | "sector" | "cryptogram" | "simulated";

/** Semantic blocks of a printed document; the printer driver lays them out for its width and code page. */
export type DocumentBlock =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly size?: 1 | 2;
      readonly bold?: boolean;
      readonly align?: "left" | "center" | "right";
    }
  | { readonly kind: "row"; readonly left: string; readonly right: string; readonly bold?: boolean }
  | { readonly kind: "rule" }
  | { readonly kind: "space"; readonly lines?: number }
  | { readonly kind: "qr"; readonly data: string }
  | { readonly kind: "barcode"; readonly data: string; readonly symbology: "code128" | "ean13" }
  | { readonly kind: "image"; readonly png: string }
  | { readonly kind: "cut" }
  | { readonly kind: "drawer" };

export interface PrintDocument {
  readonly kind: "receipt" | "ticket" | "slip" | "status";
  readonly lang: string;
  readonly blocks: readonly DocumentBlock[];
}

/** `mute`: it lies there and says nothing that can be understood; `left`: it went before it was read. */
export type UnreadableCard = "mute" | "left";

/** Host → gateway. `at` = epoch ms at which the bytes arrived at the host. */
export type HostEvent =
  | {
      readonly event: "hello";
      readonly pid: number;
      readonly boot: string;
      readonly devices: readonly DeviceDescription[];
    }
  | { readonly event: "device"; readonly device: DeviceDescription; readonly at: number }
  | { readonly event: "gone"; readonly device: string; readonly at: number }
  | {
      readonly event: "card.presented";
      readonly device: string;
      readonly uid: string;
      readonly atr?: string;
      readonly trust: CardTrust;
      /** reading counter of the tag where `trust` is a cryptogram: one that was seen before is a copy */
      readonly counter?: number;
      readonly at: number;
    }
  | {
      readonly event: "card.removed";
      readonly device: string;
      readonly uid: string;
      readonly at: number;
    }
  /** a card that was never presented: mute for as long as it lay there, or taken away before it was read */
  | {
      readonly event: "card.unreadable";
      readonly device: string;
      readonly why: UnreadableCard;
      readonly at: number;
    }
  | {
      readonly event: "code.scanned";
      readonly device: string;
      readonly code: string;
      readonly symbology?: string;
      /** of a sound GS1 code: application identifier → value */
      readonly gs1?: Readonly<Record<string, string>>;
      readonly at: number;
    }
  | {
      readonly event: "drawer";
      readonly device: string;
      readonly open: boolean;
      readonly at: number;
    }
  /** text of an identity card; personal data: sealed by whoever takes it, never logged or traced */
  | {
      readonly event: "identity.read";
      readonly device: string;
      readonly name: string;
      readonly sex: "male" | "female" | "unknown";
      readonly nation: string;
      readonly bornOn: string;
      readonly address: string;
      readonly number: string;
      readonly authority: string;
      readonly validFrom: string;
      readonly validTo?: string;
      readonly at: number;
    }
  /** life of one job on the wire; `seq` is the gateway's attempt number, echoed */
  | {
      readonly event: "job";
      readonly device: string;
      readonly job: string;
      readonly attempt: number;
      readonly state: WireJobState;
      /** a BlockReason, or a sentence */
      readonly why?: string;
      readonly at: number;
    };

/**
 * sending: first byte may leave now · sent: last byte left, no word from the printer · printed: the printer said so ·
 * blocked: nothing of it has left, or the printer says it keeps the rest · lost: the link broke after bytes had left
 * (the gateway makes it `uncertain`) · refused: nothing has left (link down before the first byte): safe to send again.
 */
export type WireJobState = "sending" | "sent" | "printed" | "blocked" | "lost" | "refused";

/** Gateway → host. Every command carries `id`; the host answers `{id, ok}` or `{id, fault}` exactly once. */
export type HostCommand =
  | {
      readonly id: number;
      readonly do: "print";
      readonly device: string;
      readonly job: string;
      readonly attempt: number;
      readonly document: PrintDocument;
      readonly copy?: number;
    }
  | { readonly id: number; readonly do: "cancel"; readonly device: string; readonly job: string }
  | { readonly id: number; readonly do: "drawer"; readonly device: string; readonly pin?: 2 | 5 }
  | {
      readonly id: number;
      readonly do: "display";
      readonly device: string;
      readonly lines: readonly string[];
    }
  | {
      readonly id: number;
      readonly do: "beep";
      readonly device: string;
      readonly pattern: "ok" | "no";
    }
  | {
      readonly id: number;
      readonly do: "selfTest";
      readonly device: string;
      readonly level: "inside" | "loop" | "ask";
    }
  | {
      readonly id: number;
      readonly do: "preview";
      readonly document: PrintDocument;
      /** printer on whose paper and with whose logo; absent, or no printer: `columns` cells without one */
      readonly device?: string;
      readonly columns?: number;
    }
  /** words to sound: result `{wav}`, base64 */
  | {
      readonly id: number;
      readonly do: "speak";
      readonly text: string;
      readonly lang: "cmn" | "en";
      readonly volume: number;
    }
  | { readonly id: number; readonly do: "tag"; readonly device: string; readonly order: TagOrder }
  | { readonly id: number; readonly do: "sim"; readonly device: string; readonly verb: SimVerb }
  /** the device's black box: result `{pieces: RecordedPiece[]}` */
  | {
      readonly id: number;
      readonly do: "trace";
      readonly device: string;
      readonly seconds: number;
    }
  | { readonly id: number; readonly do: "list" };

/**
 * What can be done to a tag (NTAG21x, NTAG 424 DNA) that lies on a reader; the result is `{uid, type, address?}`. A
 * write names the card it is meant for: with another one there, or none, nothing is written.
 */
export type TagOrder =
  | { readonly verb: "read" }
  | { readonly verb: "write"; readonly uid: string; readonly address: string };

/** One piece of a device's black box, as `trace` gives it. */
export interface RecordedPiece {
  /** epoch ms */
  readonly at: number;
  readonly way: "out" | "in" | "open" | "closed";
  readonly hex?: string;
}

/** What a simulated far end can be told to do; only accepted for simulated devices. */
export type SimVerb =
  | { readonly verb: "present"; readonly uid: string }
  | { readonly verb: "remove" }
  | { readonly verb: "scan"; readonly code: string }
  | {
      readonly verb: "fault";
      readonly fault: "paper_low" | "paper_out" | "cover_open" | "stall" | "reset" | null;
      /** begins after so many more printed lines: paper out at line 12; not for `reset` */
      readonly afterLines?: number;
    }
  /** what a recorded line left on paper, and how its printer stood: `{text, png?, jobs, states}` */
  | { readonly verb: "replay"; readonly pieces: readonly RecordedPiece[] }
  | { readonly verb: "output" }
  | { readonly verb: "drawer" }
  /** something keeps the drawer from shutting; `false`: it is gone, and the drawer is pushed shut */
  | { readonly verb: "hold_drawer"; readonly held: boolean }
  | { readonly verb: "unplug" }
  | { readonly verb: "plug" };

/** Answer to a HostCommand. `result` of preview: `{svg}`; of sim output: `{text, png?, jobs}`; of list: `{devices}`. */
export type HostAnswer =
  | { readonly id: number; readonly ok: true; readonly result?: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly fault: string;
      readonly retryable: boolean;
    };
