// The files of a development cluster: keys, certificates and one configuration a node. Starts nothing.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  type ChainKeys,
  type ServerTrust,
  type UserRole,
  createChainKeys,
  ownerCredentials,
  serverTrust,
  userCredentials,
  userOf,
  watchCredentials,
} from "../../gateway/chain/nats/credentials.ts";
import type { ChainFile } from "../../gateway/chain/nats/chain-file.ts";
import { createNodeRoot, issueNode } from "../../gateway/server/tls/node-certificates.ts";
import { createSigner } from "../../gateway/store/signer.ts";

export interface NodePlan {
  readonly name: string;
  readonly clientPort: number;
  readonly routePort: number;
  /** where its streams lie */
  readonly storeFolder: string;
}

export interface ClusterPlan {
  readonly v: 1;
  readonly nodes: readonly NodePlan[];
  readonly keys: ChainKeys;
  /** said once: servers that run take up another account, never another operator */
  readonly operatorJwt: string;
  readonly secrets: ChainSecrets;
  /** PEM of the CA */
  readonly ca: string;
  /** whoever was given a file, by the public keys of her users */
  readonly issued?: readonly Issued[];
  /** users that are shut out: public key → epoch s up to which what was issued does not count */
  readonly revoked?: Readonly<Record<string, number>>;
}

export interface Issued {
  readonly name: string;
  readonly users: readonly string[];
}

/** 32 bytes each, in hex: what members and PINs are sealed under in all stores, and head office's own signature. */
export interface ChainSecrets {
  readonly master: string;
  readonly pepper: string;
  readonly signing: string;
}

const secretBytes = 32;
const newSecret = (): string => randomBytes(secretBytes).toString("hex");

/** `from`: the data folder of a store that has members already; the others share what it seals them under. */
const makeSecrets = (from?: string): ChainSecrets => {
  const own = (name: string): string =>
    from === undefined ? newSecret() : readFileSync(join(from, "credentials", name), "utf8").trim();
  return { master: own("master"), pepper: own("pepper"), signing: newSecret() };
};

const secret = { mode: 0o600 } as const;
const nodeNames = ["n1", "n2", "n3"] as const;

export const planFile = (folder: string): string => join(folder, "cluster.json");
export const nodeFolder = (folder: string, node: string): string => join(folder, node);
export const configFile = (folder: string, node: string): string =>
  join(nodeFolder(folder, node), "nats.conf");
export const pidFile = (folder: string, node: string): string =>
  join(nodeFolder(folder, node), "nats.pid");
export const logFile = (folder: string, node: string): string =>
  join(nodeFolder(folder, node), "nats.log");

/** The plan that lies there, if one does. */
export const readPlan = (folder: string): ClusterPlan | undefined => {
  const file = planFile(folder);
  if (!existsSync(file)) return undefined;
  const plan: ClusterPlan = JSON.parse(readFileSync(file, "utf8"));
  return plan;
};

const keepPlan = (folder: string, plan: ClusterPlan): void =>
  writeFileSync(planFile(folder), `${JSON.stringify(plan, undefined, 2)}\n`, secret);

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
};

interface Layout {
  readonly folder: string;
  /** first of six ports; absent: six free ones */
  readonly port?: number;
  /** 1 or 3 nodes */
  readonly nodes?: 1 | 3;
  /** another place for the streams of a node, e.g. a disk of its own */
  readonly storeFolderOf?: (node: string) => string;
  /** data folder of a store whose members are to be known in all */
  readonly secretsOf?: string;
}

/** Makes keys and certificates and writes all files of a new cluster. */
export const layOutCluster = async (layout: Layout): Promise<ClusterPlan> => {
  const { folder, port, storeFolderOf } = layout;
  const root = await createNodeRoot(Date.now());
  const nodes: NodePlan[] = [];
  for (const [at, name] of nodeNames.slice(0, layout.nodes ?? 3).entries()) {
    nodes.push({
      name,
      clientPort: port === undefined ? await freePort() : port + at,
      routePort: port === undefined ? await freePort() : port + 2_000 + at,
      storeFolder: storeFolderOf?.(name) ?? join(nodeFolder(folder, name), "streams"),
    });
  }
  const secrets = makeSecrets(layout.secretsOf);
  const keys = createChainKeys();
  const { operatorJwt } = await serverTrust(keys);
  const plan = { v: 1, nodes, keys, operatorJwt, secrets, ca: root.certificate } as const;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "ca.pem"), root.certificate);
  writeFileSync(join(folder, "ca-key.pem"), root.key, secret);
  for (const node of nodes) {
    const own = nodeFolder(folder, node.name);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const leaf = await issueNode(root, {
      names: { dns: ["localhost"], addresses: [{ address: "127.0.0.1", prefix: 32 }] },
      nowMs: Date.now(),
    });
    writeFileSync(join(own, "cert.pem"), leaf.certificate);
    writeFileSync(join(own, "key.pem"), leaf.key, secret);
  }
  keepPlan(folder, plan);
  await writeConfigs(folder, plan);
  return plan;
};

/** What the servers are told, anew: they take it up when they are started, or told to look again. */
const writeConfigs = async (folder: string, plan: ClusterPlan): Promise<void> => {
  const { nodes, keys, operatorJwt, revoked } = plan;
  const trust = { ...(await serverTrust(keys, revoked)), operatorJwt };
  for (const node of nodes)
    writeFileSync(configFile(folder, node.name), configOf(folder, { node, nodes, trust }), secret);
};

/** Notes whom a file was given to, so that she can be shut out by her name. */
export const noteIssued = (folder: string, name: string, file: ChainFile): void => {
  const plan = readPlan(folder);
  if (plan === undefined) throw new Error(`there is no cluster in ${folder}`);
  const users = [file.credentials, file.watch].map(userOf);
  keepPlan(folder, { ...plan, issued: [...(plan.issued ?? []), { name, users }] });
};

/** Shuts everybody out who was given a file under this name; how many files that were. */
export const revokeIssued = async (
  folder: string,
  { name, atMs }: { readonly name: string; readonly atMs: number },
): Promise<number> => {
  const plan = readPlan(folder);
  if (plan === undefined) throw new Error(`there is no cluster in ${folder}`);
  const theirs = (plan.issued ?? []).filter((one) => one.name === name);
  const at = Math.floor(atMs / 1_000);
  const revoked = { ...plan.revoked };
  for (const user of theirs.flatMap(({ users }) => users)) revoked[user] = at;
  const issued = (plan.issued ?? []).filter((one) => one.name !== name);
  const next = { ...plan, issued, revoked };
  keepPlan(folder, next);
  await writeConfigs(folder, next);
  return theirs.length;
};

interface NodeFacts {
  readonly node: NodePlan;
  readonly nodes: readonly NodePlan[];
  readonly trust: ServerTrust;
}

const configOf = (folder: string, { node, nodes, trust }: NodeFacts): string => {
  const own = nodeFolder(folder, node.name);
  const tls = (extra: string): string =>
    `tls { cert_file: "${own}/cert.pem", key_file: "${own}/key.pem", ` +
    `ca_file: "${folder}/ca.pem", timeout: 10${extra} }`;
  const routes = nodes.map(({ routePort }) => `"tls://127.0.0.1:${routePort}"`).join(", ");
  const cluster =
    nodes.length === 1
      ? []
      : [
          "cluster {",
          '  name: "tallygate"',
          `  listen: "127.0.0.1:${node.routePort}"`,
          `  routes: [${routes}]`,
          `  ${tls("")}`,
          "}",
        ];
  const accounts = Object.entries(trust.accounts).map(([id, jwt]) => `  ${id}: "${jwt}"`);
  return [
    `server_name: "${node.name}"`,
    `listen: "127.0.0.1:${node.clientPort}"`,
    `pid_file: "${own}/nats.pid"`,
    `log_file: "${own}/nats.log"`,
    tls(""),
    "jetstream {",
    `  store_dir: "${node.storeFolder}"`,
    "  sync_interval: always",
    "  max_memory_store: 64MB",
    "  max_file_store: 64GB",
    "}",
    ...cluster,
    `operator: "${trust.operatorJwt}"`,
    `system_account: "${trust.systemAccount}"`,
    "resolver: MEMORY",
    "resolver_preload: {",
    ...accounts,
    "}",
    "",
  ].join("\n");
};

const asFile = (
  plan: ClusterPlan,
  user: { readonly name: string; readonly role: UserRole; readonly credentials: string },
  watch: string,
): ChainFile => ({
  v: 1,
  ...user,
  servers: plan.nodes.map(({ clientPort }) => `tls://127.0.0.1:${clientPort}`),
  ca: plan.ca,
  watch,
  replicasMin: plan.nodes.length,
  secrets: { master: plan.secrets.master, pepper: plan.secrets.pepper },
  headOffice: createSigner(Buffer.from(plan.secrets.signing, "hex")).publicKey,
  ...(user.role === "head-office" ? { signing: plan.secrets.signing } : {}),
});

/** What a store, or head office, is given for `--chain`. */
export const issueChainFile = async (
  plan: ClusterPlan,
  { name, role }: { readonly name: string; readonly role: UserRole },
): Promise<ChainFile> => {
  const credentials = await userCredentials(plan.keys, { name, role });
  return asFile(plan, { name, role, credentials }, await watchCredentials(plan.keys, name));
};

/** What whoever runs the servers uses to make the streams. */
export const ownerFile = async (plan: ClusterPlan): Promise<ChainFile> => {
  const credentials = await ownerCredentials(plan.keys);
  const user = { name: "owner", role: "head-office", credentials } as const;
  return asFile(plan, user, await watchCredentials(plan.keys, "owner"));
};
