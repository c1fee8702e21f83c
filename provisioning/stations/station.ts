// `tallygate station list | rename | revoke`: the paired pages and programs of the store. `tallygate pair` makes one.
import { parseArgs } from "node:util";
import { atConsole, consoleOptions, consoleUsage } from "../init/at-console.ts";
import { UsageError, type Verb } from "../verb.ts";

const words = {
  zh: { revoked: "已吊销", connected: "在线", seen: "最近", never: "未见" },
  en: { revoked: "revoked", connected: "connected", seen: "seen", never: "not seen" },
} as const;

interface Shown {
  readonly revoked: boolean;
  readonly connected: boolean;
  readonly seenAt?: string | undefined;
}

const stateOf = ({ revoked, connected, seenAt }: Shown, language: "zh" | "en"): string => {
  const say = words[language];
  if (revoked) return say.revoked;
  if (connected) return say.connected;
  return seenAt === undefined ? say.never : `${say.seen} ${seenAt}`;
};

export const stationList: Verb = {
  name: "station list",
  usage: consoleUsage,
  says: { zh: "列出已配对的终端", en: "Lists the paired stations" },
  run: (args, speech) => {
    const { values } = parseArgs({ args: [...args], options: consoleOptions });
    return atConsole(values, { speech, role: "technician" }, async ({ client }) => {
      const { stations } = await client.call("station.list", {});
      const rows = stations.map((one) =>
        [one.station, one.role, one.name, stateOf(one, speech.language)].join("\t"),
      );
      speech.tell({ stations }, ...rows);
      return 0;
    });
  },
};

const named = (positionals: readonly string[]): string => {
  const [station] = positionals;
  if (station === undefined)
    throw new UsageError({
      zh: "请给出终端编号：tallygate station list。",
      en: "Which station? tallygate station list shows them.",
    });
  return station;
};

export const stationRename: Verb = {
  name: "station rename",
  usage: `STATION NAME ${consoleUsage}`,
  says: { zh: "给终端改名", en: "Gives a station another name" },
  run: (args, speech) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: consoleOptions,
    });
    const station = named(positionals);
    const name = positionals[1];
    if (name === undefined) throw new UsageError({ zh: "改成什么名字？", en: "Which name?" });
    return atConsole(values, { speech, role: "technician" }, async ({ client }) => {
      await client.call("station.rename", { station, name, key: client.newKey() });
      speech.tell({ station, name }, `${station}\t${name}`);
      return 0;
    });
  },
};

export const stationRevoke: Verb = {
  name: "station revoke",
  usage: `STATION [--reason TEXT] ${consoleUsage}`,
  says: {
    zh: "吊销终端：立即断开，不能再连",
    en: "Revokes a station: cut off at once, and for good",
  },
  run: (args, speech) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...consoleOptions, reason: { type: "string" } },
    });
    const station = named(positionals);
    const reason = values.reason === undefined ? {} : { reason: values.reason };
    return atConsole(values, { speech, role: "technician" }, async ({ client }) => {
      await client.call("station.revoke", { station, ...reason, key: client.newKey() });
      const { revoked } = words[speech.language];
      speech.tell({ station, revoked: true }, `${station}\t${revoked}`);
      return 0;
    });
  },
};
