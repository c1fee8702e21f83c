// A folder into which a hotel's system drops its bookings as CSV. Each file is taken once it stands still, and
// moved to done/ – or, where a row was refused, to refused/ beside a file that says which row and why.
import { watch } from "node:fs";
import { mkdir, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { House } from "../house.ts";
import { type RowFault, readBookings, tableBytesMax, tableText } from "./booking-table.ts";
import { type Entered, enterBooking } from "./enter.ts";

export interface BookingFolder {
  readonly stop: () => Promise<void>;
}

type Parts = Pick<House, "store" | "vault" | "log" | "programmes">;

/** A file that has not grown between two looks is whole. */
const lookEveryMs = 1_000;

export const watchBookings = async (house: Parts, folder: string): Promise<BookingFolder> => {
  const { log } = house;
  for (const name of ["done", "refused"]) await mkdir(join(folder, name), { recursive: true });
  const seen = new Map<string, string>();
  let stopped = false;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => /^[^.].*\.csv$/iu.test(name));
    for (const name of names.toSorted()) {
      if (stopped) return;
      const { size, mtimeMs } = await stat(join(folder, name));
      const stamp = `${size} ${mtimeMs}`;
      if (seen.get(name) !== stamp) {
        seen.set(name, stamp);
        continue;
      }
      await takeFile(house, folder, { name, size });
      seen.delete(name);
    }
  };
  const wake = (): void => {
    if (stopped) return;
    looking ??= look()
      .catch((err: unknown) => log.error({ err }, "the folder of bookings cannot be read"))
      .finally(() => {
        looking = undefined;
      });
  };
  const watcher = watch(folder, wake);
  watcher.on("error", (err) => log.error({ err }, "the folder of bookings is not watched"));
  const timer = setInterval(wake, lookEveryMs).unref();
  wake();
  return {
    stop: async () => {
      stopped = true;
      watcher.close();
      clearInterval(timer);
      await looking;
    },
  };
};

const takeFile = async (
  house: Parts,
  folder: string,
  { name, size }: { readonly name: string; readonly size: number },
): Promise<void> => {
  const from = join(folder, name);
  const { faults, counts } =
    size > tableBytesMax
      ? { faults: [{ line: 1, code: "too_large" }], counts: {} }
      : await enterAll(house, tableText(await readFile(from)));
  const place = faults.length === 0 ? "done" : "refused";
  const to = await freeName(join(folder, place), name);
  if (faults.length > 0) await writeFile(`${to}.reasons.csv`, reasons(faults));
  await rename(from, to);
  house.log.info({ file: name, place, refused: faults.length, ...counts }, "bookings taken");
};

const enterAll = async (
  house: Parts,
  text: string,
): Promise<{
  readonly faults: readonly RowFault[];
  readonly counts: Readonly<Partial<Record<Entered, number>>>;
}> => {
  const { rows, faults } = readBookings(text, decimalsOf(house.programmes.current().currency));
  const refused: RowFault[] = [];
  const counts: Partial<Record<Entered, number>> = {};
  for (const { line, row } of rows) {
    const entered = await enterBooking(house, row);
    if (entered.ok) counts[entered.value] = (counts[entered.value] ?? 0) + 1;
    else refused.push({ line, code: entered.error.code });
  }
  const all = [...faults, ...refused].toSorted((one, other) => one.line - other.line);
  return { faults: all, counts };
};

const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** A heading may begin like a formula: what a table program would run is quoted as text. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

const reasons = (faults: readonly RowFault[]): string =>
  [
    "line,column,code",
    ...faults.map(({ line, column = "", code }) => `${line},${cell(column)},${code}`),
    "",
  ].join("\r\n");

/** A file of the same name was there before: this one gets a number. */
const freeName = async (folder: string, name: string): Promise<string> => {
  const taken = new Set(await readdir(folder));
  for (let turn = 1; ; turn++) {
    const candidate = turn === 1 ? name : name.replace(/\.csv$/iu, `-${turn}.csv`);
    if (!taken.has(candidate)) return join(folder, candidate);
  }
};
