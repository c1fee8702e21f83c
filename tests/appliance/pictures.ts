// Draws what a technician sees in a visit, for the operator's manual. The command runs on a bare Debian with the
// package; what it says is drawn as it stands, line by line.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { root } from "../support/sources.ts";
import { type Installed, startInstalled } from "./installed.ts";

const answers = {
  store: "store-0042",
  "name.zh": "云栖",
  "name.en": "Yunqi",
  lan: "gw.store-0042.lan,127.0.0.1/8",
  manager: "1000",
  "manager.name": "店长",
  "manager.pin": "246810",
  printers: "127.0.0.1:9100",
  reader: "y",
};
const [cellWidth, lineHeight, margin, columnsMax] = [8.4, 20, 16, 110];

/** The receipt's font has no ticks. */
const escaped = (text: string): string =>
  text
    .replaceAll("✓", "√")
    .replaceAll("✕", "×")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

/** Cut where a terminal of that width would break. */
const folded = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => line.match(new RegExp(`.{1,${columnsMax}}`, "gu")) ?? [""]);

const colourOf = (line: string): string =>
  line.startsWith("$")
    ? "#9ecbff"
    : /^\s*[✓]/u.test(line)
      ? "#8ddb8c"
      : /^\s*[✕✗]/u.test(line)
        ? "#ff938a"
        : "#e6edf3";

const terminalSvg = (text: string): string => {
  const lines = folded(text);
  const width = Math.round(columnsMax * cellWidth + 2 * margin);
  const rows = lines.map(
    (line, at) =>
      `<text x="${margin}" y="${margin + (at + 0.75) * lineHeight}" fill="${colourOf(line)}" xml:space="preserve">${escaped(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${lines.length * lineHeight + 2 * margin}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="DejaVu Sans Mono, Noto Sans Mono CJK SC, WenQuanYi Zen Hei Mono, monospace" font-size="14">${rows.join("")}</g></svg>`;
};

const draw = async (name: string, text: string): Promise<void> => {
  const raster = await loadRaster();
  writeFileSync(join(root, "docs/pictures", name), await raster.png(terminalSvg(text.trimEnd())));
};

const said = async (machine: Installed, line: string): Promise<string> => {
  const { out } = await machine.run("sh", "-c", line);
  return `$ ${line}\n${out}`;
};

/** Needs root and what the machines of `tests/appliance` need. */
export const drawVisit = async (): Promise<void> => {
  const machine = await startInstalled();
  try {
    const app = "/opt/tallygate/current";
    await machine.shell(
      `systemd-run --quiet --unit=printer ${app}/node ${app}/app/drivers/simulated/printer-server.js --port 9100`,
    );
    writeFileSync(machine.path("root/answers.json"), JSON.stringify(answers));
    await draw(
      "visit.png",
      await said(machine, "tallygate init --answers /root/answers.json --lang en"),
    );
    await machine.run("chmod", "0777", "/etc/tallygate");
    const only = "--only files.settings --only units.gateway --only books.audit --lang en";
    const broken = await said(machine, `tallygate doctor ${only}`);
    const cured = await said(machine, `tallygate doctor --fix ${only}`);
    await draw("doctor.png", `${broken}${cured}`);
  } finally {
    await machine.stop();
  }
};
