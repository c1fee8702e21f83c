// `tallygate support`: one redacted file for whoever helps: no names, no phones, no keys.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openMachine } from "../machine.ts";
import { UsageError, type Verb } from "../verb.ts";
import { collectSupport } from "./collect.ts";

const placeOf = (out: string, name: string): string => {
  const isFolder = existsSync(out) && statSync(out).isDirectory();
  const file = isFolder ? join(out, name) : out;
  if (existsSync(file))
    throw new UsageError({ zh: `${file} 已存在。`, en: `${file} exists already.` });
  return file;
};

export const support: Verb = {
  name: "support",
  usage: "[--out FILE|DIR] [--data DIR]",
  says: {
    zh: "收集给厂家的诊断包：已脱敏，无姓名、电话、密钥，小于 5 MB",
    en: "Gathers a file for whoever helps: redacted, no names, phones or keys, below 5 MB",
  },
  run: async (args, { tell, language }) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: "string", default: "." },
        data: { type: "string" },
      },
    });
    const machine = openMachine(values.data === undefined ? {} : { data: resolve(values.data) });
    const made = await collectSupport(machine);
    const file = resolve(placeOf(values.out, made.name));
    writeFileSync(file, made.bytes, { mode: 0o600, flag: "wx" });
    const { files, bytes } = made;
    tell(
      { file, bytes: bytes.length, files },
      `${file}  ${Math.ceil(bytes.length / 1_000)} kB`,
      `${language === "zh" ? "内容" : "holds"}: ${files.join(", ")}`,
    );
    return 0;
  },
};
