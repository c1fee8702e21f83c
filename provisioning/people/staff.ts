// `tallygate staff list | put`: who works in the store and what they may do, as the office page shows and enters it.
import { parseArgs } from "node:util";
import { atConsole, consoleOptions, consoleUsage } from "../init/at-console.ts";
import { UsageError, type Verb } from "../verb.ts";

const words = {
  zh: { left: "已离职", active: "在职" },
  en: { left: "has left", active: "works here" },
} as const;

export const staffList: Verb = {
  name: "staff list",
  usage: consoleUsage,
  says: { zh: "列出员工与权限", en: "Lists the employees and what they may do" },
  run: (args, speech) => {
    const { values } = parseArgs({ args: [...args], options: consoleOptions });
    return atConsole(values, { speech, role: "office" }, async ({ client }) => {
      const { staff } = await client.call("staff.list", {});
      const say = words[speech.language];
      const rows = staff.map(({ staff: number, name, rights, active }) =>
        [number, name, active ? say.active : say.left, rights.join(" ")].join("\t").trimEnd(),
      );
      speech.tell({ staff }, ...rows);
      return 0;
    });
  },
};

const rightsIn = (text: string): readonly string[] =>
  text
    .split(",")
    .map((right) => right.trim())
    .filter((right) => right !== "");

export const staffPut: Verb = {
  name: "staff put",
  usage: `NUMBER [--name NAME] [--rights cashier,manager,…] [--pin] [--left] ${consoleUsage}`,
  says: {
    zh: "登记或更改员工；--pin 重设密码（另行询问），--left 离职",
    en: "Enters or changes an employee; --pin asks for another PIN, --left ends their rights",
  },
  run: (args, speech) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...consoleOptions,
        name: { type: "string" },
        rights: { type: "string" },
        pin: { type: "boolean", default: false },
        left: { type: "boolean", default: false },
      },
    });
    const [number] = positionals;
    if (number === undefined)
      throw new UsageError({ zh: "请给出工号。", en: "Which employee's number?" });
    return atConsole(values, { speech, role: "office" }, async ({ client, prompter }) => {
      const { staff } = await client.call("staff.list", {});
      const known = staff.find((one) => one.staff === number);
      const name = values.name ?? known?.name;
      if (name === undefined)
        throw new UsageError({ zh: "新员工要 --name。", en: "A new employee needs --name." });
      const asked = {
        zh: `${name} 的新密码（6 位数字，不用连号、重复的数字或年份）：`,
        en: `A PIN for ${name} (six digits, no runs, repeats or years):`,
      };
      const pin =
        values.pin || known === undefined
          ? { pin: await prompter.ask(`staff.pin ${number}`, asked) }
          : {};
      const rights = values.rights === undefined ? (known?.rights ?? []) : rightsIn(values.rights);
      const active = !values.left;
      await client.call("staff.put", {
        staff: number,
        name,
        rights: [...rights],
        active,
        ...pin,
        key: client.newKey(),
      });
      const put = { staff: number, name, rights, active };
      speech.tell(put, `${number}\t${name}\t${rights.join(" ")}`);
      return 0;
    });
  },
};
