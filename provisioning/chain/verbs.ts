// `tallygate chain …`: a development cluster on this machine, the files stores take part with, and how it is.
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { askServers, examineChain } from "../../gateway/chain/nats/link.ts";
import { whyUnsafe } from "../../gateway/chain/nats/safe-server.ts";
import { UsageError, type Speech, type Verb } from "../verb.ts";
import {
  type ClusterPlan,
  issueChainFile,
  layOutCluster,
  noteIssued,
  ownerFile,
  readPlan,
  revokeIssued,
} from "./cluster-files.ts";
import { endNode, nodeProcess, reloadCluster, startCluster } from "./development-cluster.ts";
import { startKeeper } from "./keeper.ts";
import { NatsServerUnavailable, natsServer } from "./nats-server.ts";

const defaultFolder = "./var/chain";
const defaultPort = "4222";
const storeName = /^[A-Za-z0-9_-]{1,40}$/;

const fileOf = (folder: string, name: string): string => join(folder, "stores", `${name}.json`);

const present = (folder: string): ClusterPlan => {
  const plan = readPlan(folder);
  if (plan === undefined)
    throw new UsageError({
      zh: `${folder} 里没有集群：先运行 tallygate chain up。`,
      en: `There is no cluster in ${folder}: run tallygate chain up first.`,
    });
  return plan;
};

const issue = async (
  folder: string,
  plan: ClusterPlan,
  user: { readonly name: string; readonly role: "store" | "head-office"; readonly out?: string },
): Promise<string> => {
  const { out, ...who } = user;
  if (!storeName.test(who.name))
    throw new UsageError({
      zh: `门店编号只能用字母、数字、"-" 和 "_"：${who.name}`,
      en: `A store's id has letters, digits, "-" and "_": ${who.name}`,
    });
  const file = out ?? fileOf(folder, who.name);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const made = await issueChainFile(plan, who);
  noteIssued(folder, who.name, made);
  writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`);
  chmodSync(file, 0o600);
  return file;
};

/** A server that cannot be had is a finding with a cure, not a defect. */
const orSay = async (speech: Speech, work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NatsServerUnavailable)) throw error;
    speech.errorLine(`${error.code}: ${error.message}`, error.code);
    return 1;
  }
};

export const chainServer: Verb = {
  name: "chain server",
  usage: "",
  says: {
    zh: "找到（或取得）可用的 NATS 服务器，打印其路径",
    en: "Finds, or fetches, a NATS server that is safe for money and prints its path",
  },
  run: (args, speech) =>
    orSay(speech, async () => {
      parseArgs({ args: [...args], options: {} });
      const file = await natsServer();
      speech.tell({ file }, file);
      return 0;
    }),
};

export const chainUp: Verb = {
  name: "chain up",
  usage: "[--folder DIR] [--port N] [--stores ID,…] [--secrets-of DATA]",
  says: {
    zh: "在本机启动三节点的开发集群，并为门店签发接入文件",
    en: "Starts a development cluster of three nodes here and issues stores' files",
  },
  run: (args, speech) =>
    orSay(speech, async () => {
      const { values } = parseArgs({
        args: [...args],
        options: {
          folder: { type: "string", default: defaultFolder },
          port: { type: "string", default: defaultPort },
          stores: { type: "string", default: "" },
          "secrets-of": { type: "string" },
        },
      });
      const folder = resolve(values.folder);
      await natsServer();
      const from = values["secrets-of"];
      const secrets = from === undefined ? {} : { secretsOf: resolve(from) };
      const layout = { folder, port: Number(values.port), ...secrets };
      const plan = readPlan(folder) ?? (await layOutCluster(layout));
      await startCluster(folder, plan);
      for (const { name: node, clientPort } of plan.nodes) {
        const url = `tls://127.0.0.1:${clientPort}`;
        speech.tell({ node, url }, `${node}  ${url}`);
      }
      for (const name of values.stores.split(",").filter((id) => id !== "")) {
        const file = await issue(folder, plan, { name, role: "store" });
        speech.tell({ store: name, file }, `--chain ${file}`);
      }
      const file = await issue(folder, plan, { name: "head-office", role: "head-office" });
      speech.tell({ role: "head-office", file }, `--role head-office --chain ${file}`);
      return 0;
    }),
};

export const chainStore: Verb = {
  name: "chain store",
  usage: "ID [--folder DIR] [--out FILE]",
  says: { zh: "为一家门店签发接入文件", en: "Issues the file a store takes part with" },
  run: async (args, { tell }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { folder: { type: "string", default: defaultFolder }, out: { type: "string" } },
    });
    const [name] = positionals;
    if (name === undefined) throw new UsageError({ zh: "要哪家门店？", en: "Which store?" });
    const folder = resolve(values.folder);
    const out = values.out === undefined ? {} : { out: resolve(values.out) };
    const file = await issue(folder, present(folder), { name, role: "store", ...out });
    tell({ store: name, file }, `--chain ${file}`);
    return 0;
  },
};

export const chainRevoke: Verb = {
  name: "chain revoke",
  usage: "ID [--folder DIR]",
  says: {
    zh: "作废一家门店的全部接入文件：立刻断开，不能再连",
    en: "Shuts a store out: every file it was ever issued stops working at once",
  },
  run: async (args, { tell, errorLine }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { folder: { type: "string", default: defaultFolder } },
    });
    const [name] = positionals;
    if (name === undefined) throw new UsageError({ zh: "要哪家门店？", en: "Which store?" });
    const folder = resolve(values.folder);
    const plan = present(folder);
    const files = await revokeIssued(folder, { name, atMs: Date.now() });
    if (files === 0) {
      errorLine(`✕ ${name}`);
      return 1;
    }
    reloadCluster(folder, plan);
    tell({ store: name, files }, `${name}  ${files}`);
    return 0;
  },
};

export const chainKeep: Verb = {
  name: "chain keep",
  usage: "[--folder DIR]",
  says: {
    zh: "跟随总部的停用命令（在服务器旁一直运行）：被总部停用的门店，其接入文件立刻作废",
    en: "Carries out head office's word beside the servers: stores it shuts out lose their files",
  },
  run: async (args, { tell, errorLine }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { folder: { type: "string", default: defaultFolder } },
    });
    const folder = resolve(values.folder);
    const keeper = await startKeeper({
      folder,
      plan: present(folder),
      onDone: ({ store, files }) => tell({ store, files }, `${store}  ${files}`),
      onFault: (error) => errorLine(`✕ ${error instanceof Error ? error.message : String(error)}`),
    });
    await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
    await keeper.stop();
    return 0;
  },
};

export const chainStatus: Verb = {
  name: "chain status",
  usage: "[--folder DIR]",
  says: { zh: "查看集群：节点、版本、落盘、分录流", en: "Shows nodes, versions, syncing, streams" },
  run: async (args, speech) => {
    const { values } = parseArgs({
      args: [...args],
      options: { folder: { type: "string", default: defaultFolder } },
    });
    const folder = resolve(values.folder);
    const plan = present(folder);
    const running = plan.nodes.filter(({ name }) => nodeProcess(folder, name) !== undefined);
    if (running.length === 0) {
      const isDown = { zh: "集群没有运行。", en: "The cluster is not running." };
      speech.tell({ running: [] }, isDown[speech.language]);
      return 1;
    }
    const file = await ownerFile(plan);
    const servers = await askServers(file);
    for (const server of servers) {
      const sync = server.syncAlways ? "always" : "NOT always";
      speech.tell({ server }, `${server.name}  ${server.version}  sync_interval ${sync}`);
    }
    const { streams, faults } = await examineChain(file);
    for (const stream of streams) {
      const { name, messages, last, leader, replicas } = stream;
      const holds = `${messages} messages, last ${last}, ${replicas} replicas, leader ${leader}`;
      speech.tell({ stream }, `${name}  ${holds}`);
    }
    const all = [...whyUnsafe(servers), ...faults];
    for (const fault of all) speech.errorLine(`✕ ${fault}`);
    return all.length === 0 && servers.length === plan.nodes.length ? 0 : 1;
  },
};

export const chainDown: Verb = {
  name: "chain down",
  usage: "[--folder DIR]",
  says: { zh: "停止开发集群；数据保留", en: "Ends the development cluster; its data stay" },
  run: async (args, { tell }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { folder: { type: "string", default: defaultFolder } },
    });
    const folder = resolve(values.folder);
    const ended: string[] = [];
    for (const { name } of present(folder).nodes)
      if (await endNode(folder, { node: name, signal: "SIGTERM" })) ended.push(name);
    tell({ ended }, ended.length === 0 ? "–" : ended.join(" "));
    return 0;
  },
};
