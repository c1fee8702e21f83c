// Params as deciders see them: the server has sealed names and numbers and turned PINs into verifiers,
// so that nothing personal and no secret ever reaches a decider, an event or the journal in clear.
import type { JsonObject } from "../json.ts";
import type { SealedPerson } from "./state.ts";

/** A PIN somebody typed: argon2id with the salt of the card (or employee) it was typed for. */
export interface PinProof {
  readonly verifier: string;
}

/** A PIN to be kept: a salt of its own and the verifier made with it. */
export interface NewPin {
  readonly salt: string;
  readonly verifier: string;
}

/** A document shown at the desk: equality with the holder's can be tested, nothing can be read back. */
export interface IdentityProof {
  readonly type: string;
  readonly numberIndex: string;
  readonly nameIndex: string;
}

/** How a card was shown. `visit` has been resolved to `card` or `token` by the server. */
export interface ShownCard {
  readonly token?: string;
  readonly card?: string;
  readonly pin?: PinProof;
  /** the server saw the right PIN earlier in this visit; no caller can say so */
  readonly proven?: true;
}

/** The second person of a two-person operation. */
export interface Approval {
  readonly staff: string;
  readonly pin: PinProof;
}

/** What the guest pays with. Amounts in minor units. */
export interface Tender {
  readonly type: string;
  readonly amount: number;
  readonly reference?: string;
}

export interface Agreement {
  readonly number: string;
  readonly from?: string;
  readonly to?: string;
  readonly prices: Readonly<Record<string, number>>;
}

export interface Birthday {
  /** `YYYY-MM-DD`; the year may be `0000` where the member keeps it to herself */
  readonly date: string;
  readonly calendar: "solar" | "lunar";
}

/** What a member file holds beyond the sealed person. */
export interface MemberFile {
  readonly sex?: string;
  readonly birthday?: Birthday;
  readonly class?: "ordinary" | "agreement" | "special";
  readonly agreement?: Agreement;
  readonly attributes?: JsonObject;
}

/** `member.enrol`: name, phone, identity and contacts have become `person`. */
export interface EnrolParams extends MemberFile {
  readonly person: SealedPerson;
  /** member id or number of who brought her */
  readonly referrer?: string;
  readonly consent: { readonly rules: boolean; readonly marketing: boolean };
}
