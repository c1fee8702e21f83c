// The store's own certificate authority: one root bound to the store's names, and the leaves it signs.
// Runs in the certificate desk only; the gateway never holds the key.
import "reflect-metadata";
import { createECDH, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { type LanNames } from "./lan-names.ts";
import { constraintsOf, nameConstraints } from "./name-constraints.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
const rootDays = 3_650;
/** what browsers take at most is 398 */
const leafDays = 397;
/** clocks of stations may be a little behind */
const earlierMs = dayMs;
/** order of P-256 */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const serverAuth = "1.3.6.1.5.5.7.3.1";

x509.cryptoProvider.set(webcrypto);

interface Keys {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
}

/** The root's key pair out of the 32 secret bytes of the credential `tls-ca`. */
export const rootKeys = async (secret: Buffer): Promise<Keys> => {
  const scalar = (BigInt(`0x${secret.toString("hex")}`) % (order - 1n)) + 1n;
  const curve = createECDH("prime256v1");
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const publicJwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey(
      "jwk",
      { ...publicJwk, d: d.toString("base64url") },
      algorithm,
      false,
      ["sign"],
    ),
    publicKey: await subtle.importKey("jwk", publicJwk, algorithm, true, ["verify"]),
  };
};

interface RootFacts {
  readonly keys: Keys;
  readonly names: LanNames;
  readonly store: string;
  readonly nowMs: number;
}

/** A root good for ten years, for these names and networks, for servers only. PEM. */
export const createRoot = async ({ keys, names, store, nowMs }: RootFacts): Promise<string> => {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [`Tallygate store CA ${store}`] }],
    notBefore: new Date(nowMs - earlierMs),
    notAfter: new Date(nowMs + rootDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.Extension(nameConstraints, true, Uint8Array.from(constraintsOf(names)).buffer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${certificate.toString("pem")}\n`;
};

/** A fresh key and its certificate for these names: private key, leaf, root, in one PEM text. */
export const issueLeaf = async (facts: {
  readonly root: string;
  readonly keys: Keys;
  readonly names: LanNames;
  readonly nowMs: number;
}): Promise<string> => {
  const { keys, names, nowMs } = facts;
  const root = new x509.X509Certificate(facts.root);
  const own = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const [common = "store"] = [...names.dns, ...names.addresses.map(({ address }) => address)];
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [common.slice(0, 64)] }],
    issuer: root.subjectName,
    notBefore: new Date(nowMs - earlierMs),
    notAfter: new Date(nowMs - earlierMs + leafDays * dayMs),
    signingAlgorithm: algorithm,
    publicKey: own.publicKey,
    signingKey: keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: "dns" as const, value })),
        ...names.addresses.map(({ address }) => ({ type: "ip" as const, value: address })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", own.privateKey);
  const key = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  return `${key}\n${leaf.toString("pem")}\n${facts.root}`;
};

/** Does this key belong to that root? */
export const isKeyOf = async (root: string, { publicKey }: Keys): Promise<boolean> => {
  const raw = await webcrypto.subtle.exportKey("spki", publicKey);
  return Buffer.from(raw).equals(Buffer.from(new x509.X509Certificate(root).publicKey.rawData));
};

/** The root's own constraints, to see whether other names still fit it. */
export const constraintsIn = (root: string): Buffer => {
  const extension = new x509.X509Certificate(root).getExtension(nameConstraints);
  return Buffer.from(extension?.value ?? new ArrayBuffer(0));
};

const serialNumber = (): string => {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // positive and never with a leading zero
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString("hex");
};
