// What a store is made of: everything it does not know itself is handed in.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { Posting } from "../ledger/entry.ts";
import type { Context, Draft, Evolver, Moment, Ref } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { ChainSurroundings } from "./batch.ts";
import type { DriverName } from "./sqlite/database.ts";

/** How events and lines change entities, and what an entity links to. */
export interface Domain {
  readonly evolvers: Readonly<Record<string, Evolver>>;
  readonly links: (kind: EntityKind, entity: EntityOf<EntityKind>) => readonly Ref[];
  /** the only thing that changes balances */
  readonly applyLines: (draft: Draft, lines: readonly Posting[]) => void;
}

/** Signs checkpoints of the chain (Ed25519). `name` = fingerprint of the public key. */
export interface Signer {
  readonly name: string;
  /** SPKI, base64url */
  readonly publicKey: string;
  /** signature of a text, base64url */
  sign(text: string): string;
}

export interface StoreOptions {
  /** the database file; its folder must exist */
  readonly file: string;
  readonly store: { readonly id: string; readonly prefix: string };
  readonly clock: Clock;
  /** the store's moment of an instant, in the programme's time zone */
  readonly momentAt: (epochMs: number) => Moment;
  readonly newId: NewId;
  readonly programmes: {
    readonly current: () => Context["programme"];
    readonly at: Context["programmeAt"];
  };
  readonly calendar: () => Context["calendar"];
  readonly headOffice: () => Context["headOffice"];
  /** for how long head office is away; absent: it never is */
  readonly headOfficeAwayMs?: () => number;
  /** what a chain adds to the surroundings; nothing for a store that stands alone */
  readonly chain?: () => ChainSurroundings | undefined;
  readonly domain: Domain;
  readonly signer?: Signer;
  /** SQLite driver to insist on; without it the best this machine has */
  readonly driver?: DriverName;
  /** entries or accounts above which a start audits only the end of the books, and the whole after it */
  readonly wholeAuditMax?: number;
  /** bytes kept aside for the day the disk is full; 0 = none */
  readonly ballastBytes?: number;
  /** operations that may use the ballast: what a till needs to close its shift */
  readonly essentialOps?: ReadonlySet<string>;
}
