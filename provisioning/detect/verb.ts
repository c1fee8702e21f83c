// `tallygate detect`: what is plugged in, what each is taken for and how surely. Changes nothing, and opens nothing
// unless it is told to ask.
import { parseArgs } from "node:util";
import { openMachine } from "../machine.ts";
import type { Language, Verb } from "../verb.ts";
import { askLines } from "./ask-lines.ts";
import { type Confidence, type Proposal, propose } from "./propose.ts";
import { readUsb } from "./usb.ts";

const words: Readonly<
  Record<Language, Readonly<Record<Confidence | "none" | "twins" | "no_node" | "choices", string>>>
> = {
  zh: {
    sure: "确定",
    choose: "请指定",
    unknown: "不认识",
    none: "没有插上设备",
    twins: "两台相同，请触碰指定",
    no_node: "没有设备节点：缺驱动",
    choices: "可选",
  },
  en: {
    sure: "sure",
    choose: "choose",
    unknown: "unknown",
    none: "nothing is plugged in",
    twins: "two alike: touch the one you mean",
    no_node: "no device node: a kernel driver is missing",
    choices: "one of",
  },
};

const sentence = (
  { confidence, driver, choices, conflict }: Proposal,
  language: Language,
): string => {
  const say = words[language];
  if (conflict === "twins") return `${say.choose}: ${say.twins}`;
  if (conflict === "no_node") return `${say.unknown}: ${say.no_node}`;
  if (confidence === "choose") return `${say.choose} ${say.choices}: ${choices.join(", ")}`;
  return driver === undefined ? say.unknown : `${say.sure}: ${driver}`;
};

export const detect: Verb = {
  name: "detect",
  usage: "[--ask]",
  says: {
    zh: "列出已插上的设备：端口、型号、序列号、用途与把握；--ask 再向认不出的串口问一声",
    en: "What is plugged in: port, model, serial number, what it is taken for and how surely; --ask also asks bare serial lines",
  },
  run: async (args, { tell, language }) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ask: { type: "boolean", default: false },
        root: { type: "string" },
      },
    });
    const machine = openMachine(values.root === undefined ? {} : { root: values.root });
    const seen = propose(readUsb(machine));
    const proposals = values.ask ? await askLines(seen) : seen;
    const rows = proposals.map((one) =>
      [
        one.port,
        `${one.vendor}:${one.product}`,
        one.serial ?? "–",
        one.name,
        one.kind ?? "–",
        sentence(one, language),
      ].join("\t"),
    );
    tell({ proposals }, ...(rows.length === 0 ? [words[language].none] : rows));
    return proposals.some(({ confidence }) => confidence === "unknown") ? 1 : 0;
  },
};
