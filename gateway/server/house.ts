// Everything the handlers may use, handed to them in one piece; made once in gateway.ts.
import type { Clock } from "../clock.ts";
import type { Drawers, Hub, PrintDocument, PrintQueue } from "../devices/contract.ts";
import type { NewId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { Context, Moment, ReceiptFacts } from "../members/contract.ts";
import type { Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Reports } from "../reports/desk.ts";
import type { ChainDesk } from "./chain/chain-desk.ts";
import type { Store } from "../store/contract.ts";
import type { Backup } from "../store/backup.ts";
import type { Vault } from "../store/vault.ts";
import type { BrandBook } from "./brand/brand.ts";
import type { Enrolments } from "./access/enrolments.ts";
import type { Invitations } from "./access/invitations.ts";
import type { BooksHealth } from "./housekeeping.ts";
import type { Outward } from "./outward.ts";
import type { Pins } from "./access/pins.ts";
import type { Stations } from "./access/stations.ts";
import type { Log } from "./log.ts";
import type { RecentLog } from "./recent-log.ts";
import type { Sessions } from "./sessions.ts";
import type { DayCloser } from "./day-close.ts";
import type { ProgrammeBook } from "./programme-book.ts";
import type { SupportDesk } from "./support-file.ts";
import type { Visits } from "./visits.ts";

/** The simulation's hands; only with `--simulate`. */
export interface Simulation {
  readonly reset: (ask: {
    readonly programme?: string;
    readonly file?: JsonObject;
    readonly now: string;
  }) => Promise<Result<{ readonly programme: string }, Refusal>>;
  readonly setClock: (nowMs: number) => Promise<Result<{ readonly now: string }, Refusal>>;
  readonly setNetwork: (up: boolean) => void;
  readonly staff: readonly {
    readonly id: string;
    readonly name: string;
    readonly pin: string;
    readonly role: string;
  }[];
  readonly cards: readonly {
    readonly token: string;
    readonly name: string;
    readonly nameInEnglish?: string;
    readonly says: string;
    readonly saysInEnglish: string;
  }[];
}

export interface House {
  readonly build: string;
  readonly boot: string;
  /** in the language of whoever reads it */
  readonly storeName: (lang: string) => string;
  readonly brand: BrandBook;
  readonly storeId: string;
  /** distinguishes numbers given out by this store */
  readonly storePrefix: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly recentLog: RecentLog;
  readonly support: SupportDesk;
  readonly store: Store;
  readonly programmes: ProgrammeBook;
  readonly calendar: () => Context["calendar"];
  readonly momentAt: (epochMs: number) => Moment;
  readonly headOffice: () => Context["headOffice"];
  readonly hub: Hub;
  readonly queue: PrintQueue;
  readonly drawers: Drawers;
  /** `entryHash`: of the entry the receipt was given for; printed as code and symbol */
  readonly layOut: (facts: ReceiptFacts, lang: string, entryHash?: string) => PrintDocument;
  readonly vault: Vault;
  readonly pins: Pins;
  readonly stations: Stations;
  readonly invitations: Invitations;
  readonly enrolments: Enrolments;
  readonly sessions: Sessions;
  readonly visits: Visits;
  readonly days: DayCloser;
  readonly reports: Reports;
  readonly outward: Outward;
  readonly backUp: () => Promise<Backup>;
  readonly booksHealth: () => BooksHealth;
  /** path of the kit that makes other machines trust the store, on its plain address only; absent: no HTTPS */
  readonly trustKit?: string;
  /** absent: the store stands alone */
  readonly chain?: ChainDesk;
  readonly simulation?: Simulation;
}
