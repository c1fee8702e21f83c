// The native packages a store can do without, what is lost without each, and how to get it. Plain JavaScript.
import { existsSync } from "node:fs";
import { join } from "node:path";

const compiler = "apt-get install build-essential python3";
const native = {
  sqlite3: ["the ledger opens through Node's own SQLite", compiler],
  "nfc-pcsc": ["no card readers over PC/SC", `${compiler} libpcsclite-dev`],
  serialport: ["no serial scanners, printers and displays", compiler],
  "node-hid": ["no keyboard-wedge scanners and stripe readers", `${compiler} libudev-dev`],
  "@resvg/resvg-js": [
    "rare characters on receipts, pictures of paper",
    "a registry that carries it",
  ],
};

/** One line for each native package that npm could not install: the rest of the store runs. */
export const missingPackages = (packages) =>
  Object.entries(native)
    .filter(([name]) => !existsSync(join(packages, name, "package.json")))
    .map(
      ([name, [loss, cure]]) =>
        `  without ${name}: ${loss}. Cure: ${cure}; then delete node_modules and start again.`,
    );
