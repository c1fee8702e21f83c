// Where secrets stop: names and numbers become sealed blobs and blind indexes, PINs become verifiers.
// Deciders, events and the journal see only what comes out of here.
import type { ParamsOf } from "../protocol/operations.ts";
import type { Approval, IdentityProof, PinProof, ShownCard } from "../members/sealed.ts";
import { cardIdOf, shownRoots } from "../members/card/recognise.ts";
import { type IdentifyParams, phoneCards } from "../members/card/identify.ts";
import { lookup, lookupId } from "../members/member/lookups.ts";
import type { House } from "./house.ts";

export interface Sealer {
  readonly identity: (proof: Proof | undefined) => { readonly identity?: IdentityProof };
  readonly shown: (card: Shown | undefined) => Promise<{ readonly card?: ShownCard }>;
  readonly cardPin: (card: string, pin: string | undefined) => Promise<{ readonly pin?: PinProof }>;
  readonly staffPin: (staff: string, pin: string) => Promise<PinProof>;
  readonly approval: (given: Given | undefined) => Promise<Approval | undefined>;
  readonly phone: (
    phone: string,
    pin: string | undefined,
  ) => Promise<Pick<IdentifyParams, "phoneIndex" | "proofs">>;
}

type Proof = NonNullable<ParamsOf<"card.reportLost">["identity"]>;
type Shown = NonNullable<ParamsOf<"bill.quote">["card"]>;
type Given = NonNullable<ParamsOf<"points.adjust">["approval"]>;

/** What a PIN typed for a card or employee without one is compared with: nothing. */
const noVerifier: PinProof = { verifier: "" };

export const createSealer = ({ store, vault, pins }: House): Sealer => {
  const proofFor = (salt: string | undefined, pin: string): Promise<PinProof> =>
    salt === undefined ? Promise.resolve(noVerifier) : pins.proof(pin, salt);

  const staffPin = async (staff: string, pin: string): Promise<PinProof> => {
    const view = await store.view([{ kind: "staff", id: staff }]);
    return proofFor(view.get("staff", staff)?.pin?.salt, pin);
  };
  const saltOf = async (shown: ShownCard): Promise<string | undefined> => {
    const view = await store.view(shownRoots(shown));
    const card = cardIdOf(view, shown);
    return card === undefined ? undefined : view.get("card", card)?.pin?.salt;
  };

  return {
    identity: (proof) =>
      proof === undefined
        ? {}
        : {
            identity: {
              type: proof.type,
              numberIndex: vault.index("identity", proof.number),
              nameIndex: vault.index("name", proof.name),
            },
          },
    shown: async (given) => {
      if (given === undefined) return {};
      const { pin, ...card } = given;
      if (pin === undefined) return { card };
      return { card: { ...card, pin: await proofFor(await saltOf(card), pin) } };
    },
    cardPin: async (card, pin) =>
      pin === undefined ? {} : { pin: await proofFor(await saltOf({ card }), pin) },
    staffPin,
    approval: async (given) =>
      given === undefined
        ? undefined
        : { staff: given.staff, pin: await staffPin(given.staff, given.pin) },
    phone: async (phone, pin) => {
      const phoneIndex = vault.index("phone", phone);
      if (pin === undefined) return { phoneIndex };
      const view = await store.view([lookup(lookupId.phone(phoneIndex))]);
      const proofs = await Promise.all(
        phoneCards(view, phoneIndex).map(async (card) => {
          const proof = await proofFor(view.get("card", card)?.pin?.salt, pin);
          return [card, proof] as const;
        }),
      );
      return { phoneIndex, proofs: Object.fromEntries(proofs) };
    },
  };
};
