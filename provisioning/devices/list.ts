// `tallygate devices`: what is plugged in and which driver fits it; ties and twins are said, never decided.
import { parseArgs } from "node:util";
import { matchDrivers, type Match } from "../../drivers/discovery.ts";
import { detectDevices } from "../../drivers/ports/detect.ts";
import type { Language, Verb } from "../verb.ts";

const words = {
  zh: { none: "没有找到设备", unknown: "没有驱动", tie: "需由人选择" },
  en: { none: "Nothing found", unknown: "no driver", tie: "a person chooses" },
} as const satisfies Record<Language, Record<string, string>>;

const fits = ({ driver, title, tie }: Match, language: Language): string => {
  if (driver !== undefined) return `${driver} (${title ?? ""})`;
  return tie.length === 0 ? words[language].unknown : `${words[language].tie}: ${tie.join(", ")}`;
};

export const devicesList: Verb = {
  name: "devices",
  usage: "",
  says: {
    zh: "列出已插上的设备及适用的驱动",
    en: "Lists what is plugged in and which driver fits it",
  },
  run: async (args, { tell, errorLine, language }) => {
    parseArgs({ args: [...args], options: {} });
    const { found, problems } = await detectDevices();
    const devices = matchDrivers(found);
    const rows = devices.map((match) => {
      const { path, vendor, product, serial, name } = match.found;
      const ids = [vendor, product, serial].filter((id) => id !== undefined).join(":");
      return [path, ids, name, fits(match, language), match.warning ?? ""].join("\t").trimEnd();
    });
    tell({ devices }, ...(rows.length === 0 ? [words[language].none] : rows));
    for (const problem of problems) errorLine(problem);
    return problems.length === 0 ? 0 : 1;
  },
};
