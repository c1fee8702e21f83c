// The demonstration store's stations and employees: made anew with the data folder, kept across resets.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashToken, newToken, type Station } from "../server/access/stations.ts";
import type { Role } from "../protocol/operation.ts";

export interface DemoStaff {
  readonly id: string;
  readonly name: string;
  readonly pin: string;
  readonly role: string;
  readonly rights: readonly string[];
}

/** Their PINs stand in the banner: nothing here is a secret. */
export const demoStaff: readonly DemoStaff[] = [
  { id: "1001", name: "林晓", pin: "1234", role: "cashier", rights: ["cashier", "sales"] },
  {
    id: "1002",
    name: "周敏",
    pin: "5678",
    role: "manager",
    rights: ["cashier", "sales", "manager", "finance", "technician"],
  },
  { id: "1003", name: "何静", pin: "9012", role: "finance", rights: ["manager", "finance"] },
];

/** The employee that programs act as. */
export const programStaff: Omit<DemoStaff, "pin"> = {
  id: "pms",
  name: "酒店系统",
  role: "integration",
  rights: ["cashier"],
};

const tokenRoles = ["kiosk", "cashier", "office", "technician", "integration", "test"] as const;
export type DemoTokens = Readonly<Record<(typeof tokenRoles)[number], string>>;

const carriedStaff: Partial<Record<Role, string>> = { test: "1002", integration: programStaff.id };

/** The tokens of this data folder: those of simulated.json, where there is one. */
export const demoTokens = (dir: string): DemoTokens => {
  const kept = readKept(join(dir, "simulated.json"));
  const entries = tokenRoles.map((role) => [role, kept?.[role] ?? newToken()] as const);
  return Object.fromEntries(entries) as DemoTokens;
};

export const demoStations = (tokens: DemoTokens, pairedAt: string): readonly Station[] =>
  tokenRoles.map((role) => {
    const staff = carriedStaff[role];
    return {
      station: `st_demo_${role}`,
      role,
      name: `demo ${role}`,
      pairedAt,
      tokenHash: hashToken(tokens[role]),
      demo: true,
      ...(staff === undefined ? {} : { staff }),
    };
  });

/** Atomic and readable by this user only: it holds every token. */
export const writeSimulated = (dir: string, facts: object): void => {
  const file = join(dir, "simulated.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
};

const readKept = (file: string): Partial<DemoTokens> | undefined => {
  try {
    const { tokens }: { tokens?: Partial<DemoTokens> } = JSON.parse(readFileSync(file, "utf8"));
    return tokens;
  } catch {
    return undefined;
  }
};
