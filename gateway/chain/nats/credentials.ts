// Who may do what on the chain's servers: operator, account and users as signed JWTs; each user has a key of its own.
// A store may append entries, beat its own heart and tell of members' keys; head office may also steer, and erase keys
// that were shredded. Nobody may delete anything else.
import {
  createAccount,
  createOperator,
  createUser,
  decode,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
  fromSeed,
  type Key,
} from "@nats-io/jwt";

/** Seeds of the three keys everything is signed with; whoever has them is the chain. */
export interface ChainKeys {
  readonly operator: string;
  readonly system: string;
  readonly account: string;
}

/** What the servers are told: the operator's word for the accounts. */
export interface ServerTrust {
  readonly operatorJwt: string;
  readonly systemAccount: string;
  /** account id → its JWT */
  readonly accounts: Readonly<Record<string, string>>;
}

export type UserRole = "store" | "head-office";

const unlimited = -1;
const unlimitedAccount = {
  data: unlimited,
  payload: unlimited,
  subs: unlimited,
  imports: unlimited,
  exports: unlimited,
  wildcards: true,
  conn: unlimited,
  leaf: unlimited,
  streams: unlimited,
  consumer: unlimited,
};
const seedText = (pair: { readonly getSeed: () => Uint8Array }): string =>
  new TextDecoder().decode(pair.getSeed());
const pairOf = (seed: string) => fromSeed(new TextEncoder().encode(seed));

export const createChainKeys = (): ChainKeys => ({
  operator: seedText(createOperator()),
  system: seedText(createAccount()),
  account: seedText(createAccount()),
});

/** Public key of the user whose credentials these are: what she is shut out by. */
export const userOf = (credentialsFile: string): string => {
  const jwt = /-----BEGIN NATS USER JWT-----\s+(\S+)/.exec(credentialsFile)?.[1];
  if (jwt === undefined) throw new TypeError("these are no credentials of a user");
  return decode(jwt).sub;
};

/** Users issued before an instant (epoch s) may be shut out by their public keys. */
export const serverTrust = async (
  keys: ChainKeys,
  revoked: Readonly<Record<string, number>> = {},
): Promise<ServerTrust> => {
  const operator = pairOf(keys.operator);
  const system = pairOf(keys.system);
  const account = pairOf(keys.account);
  const signer: Key = operator;
  const accountJwt = await encodeAccount(
    "tallygate",
    account,
    {
      limits: { ...unlimitedAccount, mem_storage: unlimited, disk_storage: unlimited },
      revocations: { ...revoked },
    },
    { signer },
  );
  return {
    operatorJwt: await encodeOperator("tallygate", operator, {
      system_account: system.getPublicKey(),
    }),
    systemAccount: system.getPublicKey(),
    accounts: {
      [system.getPublicKey()]: await encodeAccount(
        "SYS",
        system,
        { limits: unlimitedAccount, revocations: { ...revoked } },
        { signer },
      ),
      [account.getPublicKey()]: accountJwt,
    },
  };
};

/** Where a user's answers arrive: nobody may listen to another's. */
export const inboxPrefixOf = (name: string): string => `_INBOX.${name}`;

const reading = (stream: string): readonly string[] => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.STREAM.MSG.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}.>`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.INFO.${stream}.>`,
  `$JS.API.CONSUMER.DELETE.${stream}.>`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
];

const mayPublish = (name: string, role: UserRole): string[] => [
  `L.${name}.>`,
  `HB.${name}`,
  "KEYS.held.*",
  "KEYS.gone.*",
  ...(role === "head-office" ? ["CTRL.>", "SNAP.*", "$JS.API.STREAM.MSG.DELETE.KEYS"] : []),
  "$JS.API.INFO",
  "$JS.ACK.>",
  "$JS.FC.>",
  ...["L", "CTRL", "HB", "KEYS", "SNAP"].flatMap(reading),
];

const credentials = async (
  name: string,
  account: string,
  rights: { readonly pub: string[] },
): Promise<string> => {
  const user = createUser();
  const jwt = await encodeUser(name, user, pairOf(account), {
    pub: { allow: rights.pub, deny: [] },
    sub: { allow: [`${inboxPrefixOf(name)}.>`], deny: [] },
    data: unlimited,
    payload: unlimited,
    subs: unlimited,
  });
  return new TextDecoder().decode(fmtCreds(jwt, user));
};

/** The credentials file of a store or of head office; `name` is its store id. */
export const userCredentials = async (
  keys: ChainKeys,
  { name, role }: { readonly name: string; readonly role: UserRole },
): Promise<string> => credentials(name, keys.account, { pub: mayPublish(name, role) });

/** For whoever makes the streams: all of JetStream. Stays where the servers are. */
export const ownerCredentials = async (keys: ChainKeys): Promise<string> =>
  credentials("owner", keys.account, {
    pub: ["$JS.API.>", "L.>", "CTRL.>", "HB.>", "KEYS.>", "SNAP.>"],
  });

/** May ask the servers for their settings and nothing else: the proof that they are safe. */
export const watchCredentials = async (keys: ChainKeys, name: string): Promise<string> =>
  credentials(name, keys.system, { pub: ["$SYS.REQ.SERVER.PING.VARZ"] });
