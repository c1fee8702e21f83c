// Certificates of the chain's servers among themselves and towards stores: a root of their own, and one leaf a node.
// Servers also call each other, so that a leaf is good for both ends. Knows nothing of NATS.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { LanNames } from "./lan-names.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
const rootDays = 3_650;
const leafDays = 825;
const serverAuth = "1.3.6.1.5.5.7.3.1";
const clientAuth = "1.3.6.1.5.5.7.3.2";

x509.cryptoProvider.set(webcrypto);

/** PEM texts: the certificate and its private key. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

const freshKeys = async () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> => {
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", key);
  return `${x509.PemConverter.encode(pkcs8, "PRIVATE KEY")}\n`;
};

const between = (nowMs: number, days: number) => ({
  notBefore: new Date(nowMs - dayMs),
  notAfter: new Date(nowMs + days * dayMs),
});

/** A root for the servers of one chain. */
export const createNodeRoot = async (nowMs: number): Promise<Certified> => {
  const keys = await freshKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ["Tallygate chain CA"] }],
    ...between(nowMs, rootDays),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await pemOf(keys.privateKey) };
};

/** A leaf for one server under these names. */
export const issueNode = async (
  root: Certified,
  { names, nowMs }: { readonly names: LanNames; readonly nowMs: number },
): Promise<Certified> => {
  const pkcs8 = x509.PemConverter.decode(root.key)[0] ?? new ArrayBuffer(0);
  const signingKey = await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  const issuer = new x509.X509Certificate(root.certificate);
  const keys = await freshKeys();
  const [common = "node"] = [...names.dns, ...names.addresses.map(({ address }) => address)];
  const leaf = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [common.slice(0, 64)] }],
    issuer: issuer.subjectName,
    ...between(nowMs, leafDays),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: "dns" as const, value })),
        ...names.addresses.map(({ address }) => ({ type: "ip" as const, value: address })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: `${leaf.toString("pem")}\n`, key: await pemOf(keys.privateKey) };
};
