// Personal data at rest. Each person is sealed under a key of her own, each key under the master key, so that
// deleting one small row erases a person from every copy of the books. Blind indexes allow equality, nothing more.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";
import type { SealedPerson } from "../members/state.ts";
import type { SideRow, Store } from "./contract.ts";
import { initialsOf } from "./initials.ts";
import { maskedName, maskedPhone } from "./mask.ts";

/** What a person is sealed from. */
export interface PersonalData {
  readonly name: string;
  readonly phone?: string;
  readonly identity?: { readonly type: string; readonly number: string };
  readonly contacts?: JsonObject;
}

export type IndexKind = "phone" | "identity" | "name" | "initials" | "tail";

export interface Vault {
  /** The sealed person and the row of her own key, to be written in the same commit. */
  readonly seal: (person: PersonalData) => { readonly person: SealedPerson; readonly row: SideRow };
  /** Undefined once her key was shredded. Throws where the text was not sealed by this store. */
  readonly open: (sealed: string) => Promise<PersonalData | undefined>;
  /** Blind index (HMAC, hex) of a value as people write it: spaces, case and +86 make no difference. */
  readonly index: (kind: IndexKind, value: string) => string;
  /** Whether a key was wrapped under this vault's secret. */
  readonly holds: (keyId: string, wrapped: string) => boolean;
  /** The row that shreds her key. */
  readonly shred: (sealed: string) => SideRow;
}

export interface VaultDeps {
  /** 32 secret bytes; without them nobody can be read or found again */
  readonly masterKey: Buffer;
  readonly store: Pick<Store, "sideRow">;
}

const sealedVersion = "p1";
const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

export const createVault = ({ masterKey, store }: VaultDeps): Vault => {
  const wrappingKey = derivedKey(masterKey, "member keys");
  const indexKeys = {
    phone: derivedKey(masterKey, "phone index"),
    identity: derivedKey(masterKey, "identity index"),
    name: derivedKey(masterKey, "name index"),
    initials: derivedKey(masterKey, "initials index"),
    tail: derivedKey(masterKey, "phone tail index"),
  } as const satisfies Record<IndexKind, Buffer>;
  const index = (kind: IndexKind, value: string): string =>
    createHmac("sha256", indexKeys[kind]).update(normal[kind](value)).digest("hex");

  return {
    index,
    seal: (data) => {
      const keyId = `k_${randomBytes(16).toString("hex")}`;
      const key = randomBytes(32);
      const blob = encrypt(key, keyId, Buffer.from(JSON.stringify(data)));
      const wrapped = encrypt(wrappingKey, keyId, key).toString("base64url");
      const { name, phone, identity } = data;
      return {
        person: {
          sealed: [sealedVersion, keyId, blob.toString("base64url")].join("."),
          maskedName: maskedName(name),
          nameIndex: index("name", name),
          ...(phone === undefined
            ? {}
            : { maskedPhone: maskedPhone(phone), phoneIndex: index("phone", phone) }),
          ...(identity === undefined
            ? {}
            : {
                identity: {
                  type: identity.type,
                  numberIndex: index("identity", identity.number),
                },
              }),
        },
        row: { table: "member_key", id: keyId, body: { wrapped, ...soundOf(data, index) } },
      };
    },
    open: async (sealed) => {
      const { keyId, blob } = parts(sealed);
      const wrapped = (await store.sideRow("member_key", keyId))?.["wrapped"];
      if (typeof wrapped !== "string") return undefined;
      const key = decrypt(wrappingKey, keyId, Buffer.from(wrapped, "base64url"));
      const data: PersonalData = JSON.parse(decrypt(key, keyId, blob).toString());
      return data;
    },
    holds: (keyId, wrapped) => {
      try {
        decrypt(wrappingKey, keyId, Buffer.from(wrapped, "base64url"));
        return true;
      } catch {
        return false;
      }
    },
    shred: (sealed) => ({ table: "member_key", id: parts(sealed).keyId, body: null }),
  };
};

/** Whether a text is a sealed person of any store, as `seal` makes it. */
export const isSealed = (text: string): boolean => /^p1\.k_[0-9a-f]{32}\.[\w-]+$/u.test(text);

/** Digits of a phone number that a guest says at the counter. */
const tailDigits = 4;

/** What a cashier types for somebody she sees: blind, beside her key, and gone with it. */
const soundOf = ({ name, phone }: PersonalData, index: Vault["index"]): JsonObject => {
  const initials = initialsOf(name);
  const tail = normal.tail(phone ?? "");
  return {
    ...(initials === "" ? {} : { initials: index("initials", initials) }),
    ...(tail.length < tailDigits ? {} : { tail: index("tail", tail) }),
  };
};

/** How each kind of value is brought to one form before it is indexed. */
const normal: Readonly<Record<IndexKind, (value: string) => string>> = {
  phone: (value) =>
    value
      .normalize("NFKC")
      .replace(/[^\d+]/gu, "")
      .replace(/^(\+|00)86/u, ""),
  identity: (value) => value.normalize("NFKC").replace(/[\s-]/gu, "").toUpperCase(),
  name: (value) => value.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase(),
  initials: (value) => value.normalize("NFKC").toLowerCase(),
  tail: (value) => value.normalize("NFKC").replace(/\D/gu, "").slice(-tailDigits),
};

const derivedKey = (masterKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", masterKey, "", `tallygate vault 1: ${purpose}`, 32));

/** nonce ‖ ciphertext ‖ tag. The id is authenticated, so that blobs cannot be swapped between people. */
const encrypt = (key: Buffer, id: string, plain: Buffer): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(id));
  return Buffer.concat([
    nonce,
    encryption.update(plain),
    encryption.final(),
    encryption.getAuthTag(),
  ]);
};

const decrypt = (key: Buffer, id: string, blob: Buffer): Buffer => {
  const nonce = blob.subarray(0, nonceBytes);
  const tag = blob.subarray(-tagBytes);
  const decryption = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(id))
    .setAuthTag(tag);
  return Buffer.concat([
    decryption.update(blob.subarray(nonceBytes, -tagBytes)),
    decryption.final(),
  ]);
};

const parts = (sealed: string): { readonly keyId: string; readonly blob: Buffer } => {
  const [version, keyId, blob] = sealed.split(".");
  if (version !== sealedVersion || keyId === undefined || blob === undefined) {
    throw new Error("this is no sealed person");
  }
  return { keyId, blob: Buffer.from(blob, "base64url") };
};
