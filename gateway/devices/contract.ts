// What the server may ask of the devices room: the link to the device host, the hub with its
// claims, the print queue, the drawers. Types only; knows no member and no money.
import type {
  CardTrust,
  Confirms,
  DeviceKind,
  DeviceState,
  DocumentBlock,
  HostCommand,
  HostEvent,
  PrintDocument,
  RecordedPiece,
  SimVerb,
  TagOrder,
  UnreadableCard,
} from "../../drivers/contract.ts";
import type { JsonObject } from "../json.ts";
import type { Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Actor, Execution, SideRow } from "../store/contract.ts";

export type { Confirms, DeviceKind, DocumentBlock, PrintDocument, RecordedPiece, SimVerb };

/** A command without the id, which the link gives. */
export type HostOrder = HostCommand extends infer C
  ? C extends HostCommand
    ? Omit<C, "id">
    : never
  : never;

/** `ended`: the host is gone and every word it said was heard; `broken`: some may be lost. */
export type LinkState = "up" | "ended" | "broken";

export interface HostLink {
  readonly isUp: () => boolean;
  /** Names this life of the host; a new one has forgotten every job. Undefined while the link is down. */
  readonly boot: () => string | undefined;
  /** The host's `result`. Throws `DeviceFault` (link down, refused, no answer in time). */
  readonly send: (order: HostOrder) => Promise<unknown>;
  readonly onEvent: (listener: (event: HostEvent) => void) => () => void;
  readonly onLink: (listener: (state: LinkState) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** Who asks. `station` is the paired station's id, never an address or a port. */
export interface StationRef {
  readonly station: string;
  readonly role: string;
}

export interface DeviceView {
  readonly device: string;
  readonly kind: DeviceKind;
  readonly model: string;
  readonly state: DeviceState;
  readonly why?: string;
  /** what the device is for in the store, e.g. `lobby-reader` */
  readonly role: string;
  readonly holder?: string;
  readonly confirms: Confirms;
  readonly counters: { readonly [name: string]: number };
  readonly simulated: boolean;
}

/** Where a device is plugged in and what it is inside; for whoever looks after it, not for every page. */
export interface DevicePlace {
  readonly driver: string;
  /** line and port, as the driver names it: `serial:/dev/tallygate/desk-scanner`, `tcp:10.0.0.20:9100` */
  readonly identity: string;
  readonly firmware?: string;
}

export type ClaimMode = "exclusive" | "shared" | "observe";

export interface ClaimRequest {
  readonly device: string;
  readonly mode: ClaimMode;
  /** lease; renewed by claiming again, at most 10 minutes */
  readonly ttlMs: number;
  /** how long to wait for a holder to yield; 0 = do not ask (default 5,000, at most 30,000) */
  readonly waitMs?: number;
  readonly why?: string;
}

export interface ClaimGrant {
  readonly claim: string;
  /** grows with every new grant; a write with an older one is refused `claim.stale` */
  readonly fence: number;
  /** epoch ms of the store's clock at which the lease ends */
  readonly untilMs: number;
}

export interface ArmRequest {
  /** absent: the station's own reader and scanner */
  readonly device?: string;
  readonly expect: readonly ("card" | "code" | "identity")[];
  readonly forMs: number;
}

/** Whom an event is for: the one station named and every station of the roles named. */
export interface Audience {
  readonly station?: string;
  readonly roles: readonly string[];
}

/**
 * What happened at a device. `card.presented` carries the UID for the server, which gives a kiosk
 * its visit instead. `at` = epoch ms (real time) at which the bytes arrived.
 */
export type DeviceEvent = { readonly to: Audience; readonly at: number } & (
  | {
      readonly topic: "card.presented";
      readonly device: string;
      readonly uid: string;
      readonly trust: CardTrust;
    }
  | { readonly topic: "card.removed"; readonly device: string; readonly uid: string }
  | { readonly topic: "card.unreadable"; readonly device: string; readonly why: UnreadableCard }
  /** personal data for the one staffed station that waits for it; never kept, logged or traced */
  | ({ readonly topic: "identity.read" } & IdentityRead)
  | {
      readonly topic: "code.scanned";
      readonly device: string;
      readonly code: string;
      readonly symbology?: string;
      /** of a sound GS1 code: application identifier → value */
      readonly gs1?: Readonly<Record<string, string>>;
    }
  | { readonly topic: "device.state"; readonly device: string; readonly data: DeviceView }
  | { readonly topic: "job.state"; readonly device: string; readonly data: JobView }
  | {
      readonly topic: "claim.asked";
      readonly device: string;
      readonly data: { readonly by: string; readonly why?: string; readonly answerByMs: number };
    }
  | {
      readonly topic: "claim.lost";
      readonly device: string;
      readonly data: { readonly claim: string; readonly why: "yielded" | "expired" | "gone" };
    }
  | { readonly topic: "drawer.state"; readonly device: string; readonly data: DrawerState }
  | {
      readonly topic: "alert";
      readonly device: string;
      readonly data: { readonly code: AlertCode } & JsonObject;
    }
);

/** What an identity card says of its holder. */
export type IdentityRead = Omit<HostEvent & { readonly event: "identity.read" }, "event" | "at">;

export type AlertCode =
  | "drawer.left_open"
  | "printer.waiting"
  | "printer.paper_low"
  | "card.copied"
  | "host.down"
  | "host.back";

export interface TraceLine {
  /** epoch ms, real time */
  readonly at: number;
  readonly direction: "in" | "out";
  /** frame with secrets masked */
  readonly frame: JsonObject;
}

export interface Hub {
  /** Fetches the devices' own counters; a host that does not answer at once is waited for no longer. */
  readonly count: () => Promise<void>;
  readonly list: () => readonly DeviceView[];
  readonly device: (id: string) => DeviceView | undefined;
  readonly place: (id: string) => DevicePlace | undefined;
  /** The station's own device of a kind (kiosk: lobby-*, others: desk-*), if the store has one. */
  readonly ownDevice: (station: StationRef, kind: DeviceKind) => string | undefined;
  /** A device by its id or its role. */
  readonly resolve: (deviceOrRole: string) => string | undefined;
  readonly claim: (
    station: StationRef,
    request: ClaimRequest,
  ) => Promise<Result<ClaimGrant, Refusal>>;
  /** The holder's "no" to `claim.asked`, and a longer lease. */
  readonly keep: (
    station: StationRef,
    request: { readonly device: string; readonly ttlMs: number; readonly fence?: number },
  ) => Result<ClaimGrant, Refusal>;
  readonly release: (
    station: StationRef,
    request: { readonly device: string; readonly fence?: number },
  ) => Result<{ readonly released: boolean }, Refusal>;
  /** Opens the way for input; a device nobody holds is claimed for as long as it is armed. */
  readonly arm: (
    station: StationRef,
    request: ArmRequest,
  ) => Result<{ readonly devices: readonly string[]; readonly untilMs: number }, Refusal>;
  readonly disarm: (
    station: StationRef,
    request: { readonly device?: string },
  ) => { readonly devices: readonly string[] };
  /** May it write now? Refusals `claim.held`, `claim.stale`, `device.unknown`, `device.absent`. */
  readonly mayWrite: (
    station: StationRef,
    device: string,
    fence?: number,
  ) => Result<DeviceView, Refusal>;
  readonly display: (
    station: StationRef,
    request: {
      readonly device: string;
      readonly lines: readonly string[];
      readonly fence?: number;
    },
  ) => Promise<Result<{ readonly shown: number }, Refusal>>;
  /** Reads or writes the address on the tag that lies on this reader: `{uid, type, address?}`. */
  readonly tag: (device: string, order: TagOrder) => Promise<Result<JsonObject, Refusal>>;
  readonly selfTest: (
    device: string,
    level: "inside" | "loop" | "ask",
  ) => Promise<Result<JsonObject, Refusal>>;
  readonly trace: (device: string, seconds?: number) => readonly TraceLine[];
  /** The device's black box: the bytes on its line of the last seconds, at most ten minutes. */
  readonly record: (
    device: string,
    seconds: number,
  ) => Promise<Result<readonly RecordedPiece[], Refusal>>;
  /** Only simulated devices; what it returns stands in drivers/contract.ts. */
  readonly simulate: (device: string, verb: SimVerb) => Promise<Result<JsonObject, Refusal>>;
  /** The document as this printer would lay it out, its logo included, as SVG; absent: as one of 80 mm would. */
  readonly preview: (
    document: PrintDocument,
    printer?: string,
  ) => Promise<Result<{ readonly svg: string }, Refusal>>;
  /** Words to sound, a WAV in base64; kept nowhere. */
  readonly speak: (utterance: {
    readonly text: string;
    readonly lang: "cmn" | "en";
    readonly volume: number;
  }) => Promise<Result<{ readonly wav: string }, Refusal>>;
  readonly on: (listener: (event: DeviceEvent) => void) => () => void;
  /** A station's socket came (again) or went; it keeps its claims 5 s. */
  readonly stationConnected: (station: StationRef) => void;
  readonly stationLost: (station: string) => void;
  readonly close: () => void;
}

export type JobState =
  | "queued"
  | "sending"
  | "sent"
  | "printed"
  | "blocked"
  | "uncertain"
  | "expired"
  | "cancelled";

export type JobOutcome = "came_out" | "reprint" | "discard";

export interface JobView {
  readonly job: string;
  readonly state: JobState;
  /** while `blocked`: a block reason (drivers/contract.ts); when `cancelled`: what the device host could not do with it */
  readonly why?: string;
  /** what a person said about it when it was `uncertain` */
  readonly resolved?: JobOutcome;
  readonly printer: string;
  /** jobs before it at the same printer */
  readonly ahead: number;
  readonly copies: number;
  /** > 0: it carries 补打/COPY n */
  readonly copy: number;
  readonly receipt?: string;
  readonly station: string;
  readonly createdAtMs: number;
  /** another printer that could take it now: offered; done by itself only where it has the same role */
  readonly otherPrinter?: string;
}

export interface JobRequest {
  /** device or role, already resolved by `hub.resolve` */
  readonly printer: string;
  readonly document: PrintDocument;
  /** 1 (default) to 5 */
  readonly copies?: number;
  readonly expiresAtMs?: number;
  /** receipt id: a second job of the same receipt is marked 补打/COPY n by the queue */
  readonly receipt?: string;
}

export interface PrintQueue {
  /** Durable when it resolves. Same key and hash: the first job with its live state, `replay: true`. */
  readonly submit: (
    request: JobRequest & Pick<Execution, "key" | "paramsHash" | "actor">,
  ) => Promise<Result<JobView & { readonly replay: boolean }, Refusal>>;
  /** The row of a job that shall be in the same commit as a ledger entry (Execution.also) … */
  readonly jobRow: (request: JobRequest & { readonly actor: Actor }) => SideRow;
  /** … and its start, once that commit is acknowledged. Without it the job starts at the next start-up. */
  readonly adopt: (row: SideRow) => JobView;
  readonly get: (job: string) => JobView | undefined;
  /** Newest first. */
  readonly list: (filter?: {
    readonly printer?: string;
    readonly station?: string;
    readonly states?: readonly JobState[];
    readonly limit?: number;
  }) => readonly JobView[];
  /**
   * A person's word on an `uncertain` job: `came_out` leaves it `sent` (the printer never said so),
   * `reprint` queues it again marked 补打/COPY n, `discard` cancels it, also one that has not begun.
   */
  readonly resolve: (
    request: {
      readonly job: string;
      readonly outcome: JobOutcome;
    } & Pick<Execution, "key" | "paramsHash" | "actor">,
  ) => Promise<Result<JobView & { readonly replay: boolean }, Refusal>>;
  /**
   * Fail-over by a person's word: the same job at another printer; only while nothing of it has left. To a printer of
   * the same role it goes by itself when its own has been blocked for 8 s.
   */
  readonly redirect: (
    request: { readonly job: string; readonly printer: string } & Pick<
      Execution,
      "key" | "paramsHash" | "actor"
    >,
  ) => Promise<Result<JobView & { readonly replay: boolean }, Refusal>>;
  /** `remainingMm` and how many receipts of the usual length that is. */
  readonly paper: (printer: string) => {
    readonly remainingMm: number;
    readonly receiptsLeft: number;
  };
  readonly onState: (listener: (job: JobView) => void) => () => void;
  /** Before the end: nothing more is handed out; waits up to 2 s for what is being printed. */
  readonly drain: () => Promise<void>;
  /** After `store.reset()`: forgets every job. Simulation only. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

export interface DrawerState {
  readonly open: boolean;
  readonly opening?: string;
  readonly reason?: DrawerReason;
  readonly staff?: string;
  readonly bill?: string;
  readonly openForMs?: number;
}

export type DrawerReason = "sale" | "refund" | "count" | "no_sale";

export interface DrawerOpening {
  readonly opening: string;
  readonly device: string;
  readonly reason: DrawerReason;
  /** in the words of whoever opened it */
  readonly note?: string;
  readonly bill?: string;
  readonly station: string;
  readonly staff?: string;
  readonly atMs: number;
  readonly openedAtMs?: number;
  readonly closedAtMs?: number;
}

export interface Drawers {
  /** Recorded before the kick; the same key never kicks twice. `kicked` false: the device did not take it. */
  readonly open: (
    request: {
      readonly device: string;
      readonly reason: DrawerReason;
      readonly note?: string;
      readonly bill?: string;
    } & Pick<Execution, "key" | "paramsHash" | "actor">,
  ) => Promise<
    Result<
      { readonly opening: string; readonly kicked: boolean; readonly replay: boolean },
      Refusal
    >
  >;
  readonly state: (device: string) => DrawerState;
  readonly openings: (limit?: number) => Promise<readonly DrawerOpening[]>;
  readonly close: () => void;
}
