// DIR/devices.json: which devices this host opens, and what it opens when there is no such file but simulation.
import { existsSync, readFileSync } from "node:fs";
import Type from "typebox";
import { Compile } from "typebox/compile";

const configured = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 128, pattern: "^[a-z0-9][a-z0-9-]*$" }),
    driver: Type.String({ minLength: 1, maxLength: 64 }),
    options: Type.Optional(Type.Object({}, { additionalProperties: true })),
    role: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
);

const configuration = Type.Object(
  { devices: Type.Array(configured, { maxItems: 256 }) },
  { additionalProperties: false },
);

export type ConfiguredDevice = Type.Static<typeof configured>;

const check = Compile(configuration);

/** The file is there and says nothing that can be followed. */
export class ConfigurationError extends Error {
  readonly code = "configuration";
  readonly retryable = false;
}

/** Devices of the demonstration store; the drawer hangs on the desk's printer, so it comes after it. */
export const simulatedDevices: readonly ConfiguredDevice[] = [
  { device: "lobby-reader", driver: "simulated-reader" },
  { device: "lobby-printer", driver: "simulated-printer" },
  { device: "lobby-scanner", driver: "simulated-scanner" },
  { device: "desk-reader", driver: "simulated-reader" },
  { device: "desk-printer", driver: "simulated-printer" },
  { device: "desk-scanner", driver: "simulated-scanner" },
  { device: "desk-drawer", driver: "drawer-by-printer", options: { printer: "desk-printer" } },
  { device: "desk-display", driver: "simulated-display" },
  { device: "desk-id-reader", driver: "simulated-id-reader" },
];

/** Devices in the order of the file. Throws ConfigurationError; a file that is not there is an empty one. */
export const readConfiguration = (path: string | undefined): readonly ConfiguredDevice[] => {
  if (path === undefined || !existsSync(path)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new ConfigurationError(`${path} is not JSON`, { cause });
  }
  if (!check.Check(value)) {
    const [first] = check.Errors(value);
    throw new ConfigurationError(`${path}: ${first?.instancePath ?? ""} ${first?.message ?? ""}`);
  }
  const names = value.devices.map(({ device }) => device);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ConfigurationError(`${path}: two devices are named ${twice}`);
  return value.devices;
};
