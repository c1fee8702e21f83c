// The stations of the store: who may connect, as what, by which proof. Durable as side rows; tokens only as hashes.
import { createHash, randomBytes } from "node:crypto";
import type { JsonObject } from "../../json.ts";
import { type Role, roles } from "../../protocol/operation.ts";
import type { Store } from "../../store/contract.ts";
import type { StationKey } from "./station-key.ts";

/** The glass a station's page is drawn on. */
export interface Glass {
  /** millimetres of one CSS pixel */
  readonly umPerPx?: number;
  readonly diagonalMm?: number;
  /** of its lower edge above the floor */
  readonly edgeMm?: number;
}

export interface Station {
  readonly station: string;
  readonly role: Role;
  readonly name: string;
  /** RFC 3339 */
  readonly pairedAt: string;
  readonly publicKey?: StationKey;
  /** SHA-256 of the token, hex: tokens have 128 bits of their own, so a plain hash is enough */
  readonly tokenHash?: string;
  /** the employee a program's token carries */
  readonly staff?: string;
  readonly screen?: Glass;
  readonly revoked?: boolean;
  /** made by the simulation; answers on loopback only */
  readonly demo?: boolean;
}

export interface Stations {
  readonly get: (station: string) => Station | undefined;
  readonly byToken: (token: string) => Station | undefined;
  readonly list: () => readonly Station[];
  readonly put: (station: Station) => Promise<void>;
  /** writes every station again, after the store was emptied */
  readonly rewrite: () => Promise<void>;
  /** told after a station was revoked */
  readonly onRevoked: (listener: (station: string) => void) => void;
}

export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** 128 random bits, base64url. */
export const newToken = (): string => randomBytes(16).toString("base64url");

export const openStations = async (store: Store): Promise<Stations> => {
  const stations = new Map<string, Station>();
  const byHash = new Map<string, string>();
  const listeners: ((station: string) => void)[] = [];
  const remember = (station: Station): void => {
    stations.set(station.station, station);
    if (station.tokenHash !== undefined) byHash.set(station.tokenHash, station.station);
  };
  for (const { body } of await store.sideRows("station")) if (isStation(body)) remember(body);

  return {
    get: (id) => stations.get(id),
    byToken: (token) => {
      const id = byHash.get(hashToken(token));
      return id === undefined ? undefined : stations.get(id);
    },
    list: () => [...stations.values()],
    put: async (station) => {
      const before = stations.get(station.station);
      await store.side([rowOf(station)]);
      remember(station);
      if (station.revoked === true && before?.revoked !== true)
        for (const tell of listeners) tell(station.station);
    },
    rewrite: () => store.side([...stations.values()].map(rowOf)),
    onRevoked: (listener) => {
      listeners.push(listener);
    },
  };
};

const rowOf = (station: Station) => ({
  table: "station" as const,
  id: station.station,
  body: {
    ...station,
    publicKey: station.publicKey && { ...station.publicKey },
    screen: station.screen && { ...station.screen },
  },
});

/** Rows were written by this file; the role is what must be known for sure. */
const isStation = (body: JsonObject): body is JsonObject & Station =>
  typeof body["station"] === "string" && roles.some((role) => role === body["role"]);
