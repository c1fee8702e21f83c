// Which servers may carry a chain's money, and why another one may not. Pure: knows no connection.

/** What a server says of itself (INFO and VARZ). */
export interface ServerFacts {
  readonly name: string;
  /** e.g. `2.15.1` */
  readonly version: string;
  readonly jetStream: boolean;
  /** every acknowledged write has reached the disk (`sync_interval: always`) */
  readonly syncAlways: boolean;
}

/** Older ones let several writers win one compare-and-set, and cannot sync before they acknowledge. */
export const oldestServer = [2, 12] as const;

/** Is this version, as `2.15.1` or `v2.15.1-beta`, new enough? */
export const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [wantedMajor, wantedMinor] = oldestServer;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
};

/** One sentence a fault of the cluster that may lose or double entries; none: it is safe. */
export const whyUnsafe = (servers: readonly ServerFacts[]): readonly string[] => [
  ...(servers.length === 0 ? ["no server of the cluster answered for its settings"] : []),
  ...servers.flatMap(({ name, version, jetStream, syncAlways }) => [
    ...(isNewEnough(version)
      ? []
      : [`server ${name} is version ${version}; ${oldestServer.join(".")} or newer is needed`]),
    ...(jetStream ? [] : [`server ${name} runs without JetStream`]),
    ...(jetStream && !syncAlways
      ? [`server ${name} acknowledges before it syncs: set "sync_interval: always"`]
      : []),
  ]),
];

/** What a stream must be. `replicas` 1 is for tests on one node only. */
export interface StreamFacts {
  readonly name: string;
  readonly replicas: number;
  readonly denyDelete: boolean;
  readonly denyPurge: boolean;
  readonly onDisk: boolean;
}

export const whyStreamUnsafe = (stream: StreamFacts, replicasMin: number): readonly string[] => [
  ...(stream.replicas >= replicasMin
    ? []
    : [`stream ${stream.name} has ${stream.replicas} replicas; ${replicasMin} are needed`]),
  ...(stream.onDisk ? [] : [`stream ${stream.name} lies in memory only`]),
  ...(stream.denyDelete && stream.denyPurge
    ? []
    : [`stream ${stream.name} may be deleted from: set deny_delete and deny_purge`]),
];
