// docs/DEVICES.md says what the tables of drivers, printers and readers say: `vitest run FILE -u` writes it anew.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readerModels } from "../../drivers/card-reader/reader-models.ts";
import { drivers } from "../../drivers/registry.ts";
import { printerModels } from "../../drivers/receipt-printer/models.ts";
import { root } from "../support/sources.ts";

const path = join(root, "docs", "DEVICES.md");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const optionNames = (schema: object): string => {
  const properties: unknown = Reflect.get(schema, "properties");
  const names =
    typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  return names.map((name) => `\`${name}\``).join(", ");
};

const recognised = (driver: (typeof drivers)[number]): string =>
  (driver.hints ?? [])
    .map(({ title, vendor }) => (vendor === undefined ? title : `${title} (${vendor})`))
    .join(", ");

const proof = (model: (typeof printerModels)[number]): string => {
  if (model.confirms === "none") return "nothing: `none`";
  if (model.confirms === "full") return "process-id echo (`GS ( H`): `full`";
  return model.dialect === "escpos"
    ? "sensor (`GS r`) and `DLE EOT` after the last byte: `status`"
    : "counter of marks (`ETB`) after the last byte: `status`";
};

const yes = (is: boolean): string => (is ? "yes" : "no");

const sections: Readonly<Record<string, string>> = {
  drivers: table(
    ["driver", "kind", "line", "options", "recognised", "what it is"],
    drivers.map((driver) => [
      `\`${driver.id}\``,
      driver.kind.replaceAll("-", " "),
      driver.transport,
      optionNames(driver.options),
      recognised(driver),
      driver.says,
    ]),
  ),
  printers: table(
    [
      "model",
      "what it is",
      "cells",
      "text",
      "proves a print by",
      "status by itself",
      "rare characters",
      "QR",
      "cutter",
    ],
    printerModels.map((model) => [
      `\`${model.id}\``,
      model.title,
      String(model.columns),
      model.text === "utf8" ? "UTF-8" : "GB18030",
      proof(model),
      yes(model.automaticStatus),
      model.fourByteCharacters ? "in its font" : "as a picture",
      model.qr === "native" ? "native" : "as a picture",
      yes(model.cutter),
    ]),
  ),
  readers: table(
    ["reader", "USB", "beeps when told", "known faults and cures"],
    readerModels.map(({ title, vendor, product, signal, quirks }) => [
      title,
      vendor === undefined ? "" : `${vendor}:${product ?? ""}`,
      yes(signal !== undefined),
      quirks.join("; "),
    ]),
  ),
};

/** The document with each part between its marks made anew from the tables. */
const withTables = (text: string): string =>
  Object.entries(sections).reduce((whole, [name, made]) => {
    const [begin, end] = [`<!-- table: ${name} -->`, `<!-- end of table: ${name} -->`];
    const from = whole.indexOf(begin);
    const to = whole.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/DEVICES.md has no place for ${name}`);
    return `${whole.slice(0, from)}${begin}\n\n${made}\n\n${whole.slice(to)}`;
  }, text);

test("docs/DEVICES.md says what the tables say", async () => {
  await expect(withTables(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
});
