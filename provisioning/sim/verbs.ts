// `tallygate sim …`: the hands of a simulated store – cards, codes, paper, plugs, time – for demonstrations and trials
// without hardware. Only a gateway started with --simulate lets them in, and only from its own machine.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createClient, RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import { type Says, UsageError, type Verb } from "../verb.ts";

const common = {
  data: { type: "string", default: "./var" },
  out: { type: "string" },
} as const;
const usageTail = "[--data DIR]";

/** What the verb was given beside its options. */
interface Hand {
  readonly client: TallygateClient;
  readonly words: readonly string[];
  /** where a picture goes */
  readonly out: string | undefined;
}

/** One hand of the simulation: how many words it needs, and what it does with them. */
interface Grip {
  readonly name: string;
  readonly usage: string;
  readonly wordsMin: number;
  readonly says: Says;
  readonly act: (hand: Hand) => Promise<object>;
}

const door = (data: string): TallygateClient => {
  const file = join(resolve(data), "simulated.json");
  if (!existsSync(file))
    throw new UsageError({
      zh: `${data} 里没有模拟门店：先以 --simulate 启动网关。`,
      en: `There is no simulated store in ${data}: start the gateway with --simulate.`,
    });
  const { url, tokens }: { readonly url: string; readonly tokens: { readonly test: string } } =
    JSON.parse(readFileSync(file, "utf8"));
  return createClient({
    url: `${url.replace(/^http/u, "ws")}/rpc`,
    authenticate: () => Promise.resolve({ token: tokens.test }),
  });
};

const faults = ["paper_out", "cover_open", "stall", "reset"] as const;

const faultIn = (text: string): (typeof faults)[number] | null => {
  if (text === "none") return null;
  const fault = faults.find((one) => one === text);
  if (fault === undefined)
    throw new UsageError({
      zh: `故障是 ${faults.join("、")} 或 none。`,
      en: `A fault is one of ${faults.join(", ")}, or none.`,
    });
  return fault;
};

const upOrDown = (text: string): boolean => {
  if (text === "up" || text === "down") return text === "up";
  throw new UsageError({ zh: "up 或 down。", en: "Either up or down." });
};

const grips: readonly Grip[] = [
  {
    name: "card",
    usage: "DEVICE TOKEN",
    wordsMin: 2,
    says: { zh: "把卡放上模拟读卡器", en: "Lays a card on a simulated reader" },
    act: ({ client, words: [device = "", token = ""] }) =>
      client.call("sim.card.present", { device, token }),
  },
  {
    name: "lift",
    usage: "DEVICE",
    wordsMin: 1,
    says: { zh: "从模拟读卡器上拿走卡", en: "Takes the card off a simulated reader" },
    act: ({ client, words: [device = ""] }) => client.call("sim.card.remove", { device }),
  },
  {
    name: "scan",
    usage: "DEVICE CODE",
    wordsMin: 2,
    says: { zh: "用模拟扫码器扫一个码", en: "Scans a code with a simulated scanner" },
    act: ({ client, words: [device = "", code = ""] }) => client.call("sim.scan", { device, code }),
  },
  {
    name: "paper",
    usage: "DEVICE [--out FILE.png]",
    wordsMin: 1,
    says: { zh: "看模拟打印机出了什么纸", en: "Shows what came out of a simulated printer" },
    act: async ({ client, words: [device = ""], out }) => {
      const { text, png } = await client.call("sim.printer.output", { device });
      if (out === undefined || png === undefined) return { text };
      const file = resolve(out);
      writeFileSync(file, Buffer.from(png.replace(/^data:image\/png;base64,/u, ""), "base64"));
      return { text, file };
    },
  },
  {
    name: "fault",
    usage: "DEVICE paper_out|cover_open|stall|reset|none",
    wordsMin: 2,
    says: {
      zh: "让模拟打印机出故障，none 复原",
      en: "Makes a simulated printer fail, none heals it",
    },
    act: ({ client, words: [device = "", fault = ""] }) =>
      client.call("sim.printer.fault", { device, fault: faultIn(fault) }),
  },
  {
    name: "unplug",
    usage: "DEVICE",
    wordsMin: 1,
    says: { zh: "拔掉模拟设备", en: "Pulls a simulated device's plug" },
    act: ({ client, words: [device = ""] }) => client.call("sim.device.unplug", { device }),
  },
  {
    name: "plug",
    usage: "DEVICE",
    wordsMin: 1,
    says: { zh: "插回模拟设备", en: "Plugs a simulated device in again" },
    act: ({ client, words: [device = ""] }) => client.call("sim.device.plug", { device }),
  },
  {
    name: "network",
    usage: "up|down",
    wordsMin: 1,
    says: { zh: "断开或恢复总部连接", en: "Lets head office go away or come back" },
    act: ({ client, words: [state = ""] }) => client.call("sim.network", { up: upOrDown(state) }),
  },
  {
    name: "clock",
    usage: "INSTANT|+SECONDS",
    wordsMin: 1,
    says: {
      zh: "把门店时钟拨到某一刻，或往前若干秒",
      en: "Moves the store's clock to an instant, or on by so many seconds",
    },
    act: ({ client, words: [time = ""] }) =>
      /^\+\d+$/u.test(time)
        ? client.call("sim.clock.advance", { ms: Number(time.slice(1)) * 1_000 })
        : client.call("sim.clock.set", { now: time }),
  },
  {
    name: "play",
    usage: "STEPS.json",
    wordsMin: 1,
    says: {
      zh: "按时间表播放：故障、卡、码、插拔",
      en: "Plays a script of faults, cards, codes and plugs at their times",
    },
    act: ({ client, words: [file = ""] }) => {
      if (!existsSync(file))
        throw new UsageError({ zh: `没有文件 ${file}。`, en: `There is no file ${file}.` });
      return client.call("sim.timeline.play", JSON.parse(readFileSync(file, "utf8")));
    },
  },
];

const tabled = (answer: object): string =>
  Object.entries(answer)
    .map(([name, value]) => (name === "text" ? String(value) : `${name} ${String(value)}`))
    .join("\n");

const asVerb = ({ name, usage, wordsMin, says, act }: Grip): Verb => ({
  name: `sim ${name}`,
  usage: `${usage} ${usageTail}`,
  says,
  run: async (args, { tell, errorLine }) => {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: common });
    const { values, positionals: words } = parsed;
    if (words.length < wordsMin)
      throw new UsageError({ zh: `还要：${usage}`, en: `It takes ${usage}.` });
    const client = door(values.data);
    try {
      const answer = await act({ client, words, out: values.out });
      tell(answer, tabled(answer));
      return 0;
    } catch (fault) {
      if (!(fault instanceof RefusalError)) throw fault;
      errorLine(fault.code, fault.code);
      return 1;
    } finally {
      client.close();
    }
  },
});

export const simVerbs: readonly Verb[] = grips.map(asVerb);
