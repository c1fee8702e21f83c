// `tallygate devices doctor`: what keeps the devices of this machine from working, each with its cure.
import { parseArgs } from "node:util";
import { readConfiguration } from "../../drivers/configuration.ts";
import { examineDevices } from "../../drivers/doctor.ts";
import type { Verb } from "../verb.ts";

export const devicesDoctor: Verb = {
  name: "devices doctor",
  usage: "[--config devices.json]",
  says: {
    zh: "检查设备环境，并给出处理办法",
    en: "Examines the device side of this machine and gives a cure with each finding",
  },
  run: async (args, { tell }) => {
    const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
    const findings = await examineDevices(readConfiguration(values.config));
    for (const found of findings) {
      const { check, ok, cure } = found;
      tell(found, `${ok ? "✓" : "✕"} ${check}${ok ? "" : `: ${cure ?? ""}`}`);
    }
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};
