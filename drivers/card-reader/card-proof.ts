// How strongly a card proves that it is itself: by a cryptogram, by a sector's key, or by nothing but its number.
import { readFileSync } from "node:fs";
import Type from "typebox";
import type { CardTrust } from "../contract.ts";
import { authenticateSector } from "./card-verbs.ts";
import type { Transmit } from "./card-watch.ts";
import { CardError } from "./exchange.ts";
import { ndefAddress } from "./ndef.ts";
import { readMessage } from "./ndef-tags.ts";
import { verifySun, type SunKeys } from "./sun.ts";

/** Keys stand in files of their own (hex), never in the configuration. */
const keyFile = Type.String({ minLength: 1, maxLength: 255 });

export const proofOptions = Type.Object(
  {
    sun: Type.Optional(
      Type.Object({ metaKeyFile: keyFile, fileKeyFile: keyFile }, { additionalProperties: false }),
    ),
    sector: Type.Optional(
      Type.Object(
        {
          sector: Type.Integer({ minimum: 0, maximum: 39 }),
          keyFile,
          keyType: Type.Optional(Type.Enum(["A", "B"])),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export type ProofOptions = Type.Static<typeof proofOptions>;

/** A key file is missing or holds no key of the right length. */
export class KeyFileError extends Error {
  readonly code = "key_file";
  readonly retryable = false;
}

const readKey = (path: string, bytes: number): Uint8Array => {
  let text = "";
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw new KeyFileError(`cannot read the key file ${path}`, { cause });
  }
  if (!new RegExp(`^[0-9A-Fa-f]{${bytes * 2}}$`, "u").test(text))
    throw new KeyFileError(`${path} does not hold ${bytes} bytes in hex`);
  return Buffer.from(text, "hex");
};

export interface CardProof {
  readonly trust: CardTrust;
  /** reading counter of the tag, when it proved one */
  readonly counter?: number;
}

export type ProveCard = (transmit: Transmit, uid: string) => Promise<CardProof>;

/** Tags whose latest counter is remembered; the gateway keeps them for good. */
const rememberedMax = 20_000;

/** A tag's message that was seen before proves nothing: it may be a copy. */
const createCounters = () => {
  const lastByUid = new Map<string, number>();
  return (uid: string, counter: number): boolean => {
    if (counter <= (lastByUid.get(uid) ?? -1)) return false;
    lastByUid.delete(uid);
    lastByUid.set(uid, counter);
    const [oldest] = lastByUid.keys();
    if (lastByUid.size > rememberedMax && oldest !== undefined) lastByUid.delete(oldest);
    return true;
  };
};

const proveBySun = async (
  transmit: Transmit,
  uid: string,
  keys: SunKeys,
): Promise<(CardProof & { readonly counter: number }) | undefined> => {
  const address = ndefAddress(await readMessage(transmit, 4));
  const proof = address === undefined ? undefined : verifySun(address, keys);
  return proof === undefined || proof.uid !== uid
    ? undefined
    : { trust: "cryptogram", counter: proof.counter };
};

/** Reads the keys once. Throws KeyFileError. A card that fails every proof is told by its number alone. */
export const createCardProof = (options: ProofOptions): ProveCard => {
  const { sun, sector } = options;
  const sunKeys =
    sun === undefined
      ? undefined
      : { meta: readKey(sun.metaKeyFile, 16), file: readKey(sun.fileKeyFile, 16) };
  const sectorKey = sector === undefined ? undefined : readKey(sector.keyFile, 6);
  const isNew = createCounters();

  return async (transmit, uid) => {
    const attempt = async <T>(proof: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await proof();
      } catch (fault) {
        if (fault instanceof CardError) return undefined;
        throw fault;
      }
    };
    if (sunKeys !== undefined) {
      const proof = await attempt(() => proveBySun(transmit, uid, sunKeys));
      if (proof !== undefined && isNew(uid, proof.counter)) return proof;
    }
    if (sector !== undefined && sectorKey !== undefined) {
      const key = { key: sectorKey, type: sector.keyType ?? "A" } as const;
      const proven = await attempt(async () => {
        await authenticateSector(transmit, sector.sector, key);
        return true;
      });
      if (proven === true) return { trust: "sector" };
    }
    return { trust: "uid" };
  };
};
