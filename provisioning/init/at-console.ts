// What a verb does at the store's door: opens the command's station, signs the manager in, says what came back. A PIN
// is asked for or read from a file of answers; it is never an argument.
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import { openMachine } from "../machine.ts";
import type { Says, Speech } from "../verb.ts";
import { NoConsole, openConsole, openOffice } from "./console.ts";
import { createPrompter, type Prompter, Unanswered } from "./prompter.ts";

export const consoleUsage =
  "[--staff NUMBER] [--answers FILE.json] [--code CODE] [--data DIR] [--door URL]";

export const consoleOptions = {
  staff: { type: "string" },
  answers: { type: "string" },
  code: { type: "string" },
  data: { type: "string" },
  door: { type: "string" },
} as const;

export interface ConsoleValues {
  readonly staff?: string | undefined;
  readonly answers?: string | undefined;
  readonly code?: string | undefined;
  readonly data?: string | undefined;
  readonly door?: string | undefined;
}

export interface AtConsole {
  readonly client: TallygateClient;
  readonly prompter: Prompter;
}

const refusedWords = { zh: "门店不同意", en: "the store says no" } as const;

const unanswered = ({ id }: Unanswered): Says => ({
  zh: `没有回答：${id}`,
  en: `No answer to: ${id}`,
});

/** Says what may well happen; anything else is thrown on. */
const complain = (fault: unknown, { language, errorLine }: Speech): void => {
  if (fault instanceof NoConsole) return errorLine(fault.says[language], fault.code);
  if (fault instanceof Unanswered) return errorLine(unanswered(fault)[language], fault.code);
  if (!(fault instanceof RefusalError)) throw fault;
  const { code } = fault;
  const params = Object.entries(fault.params).map(([name, value]) => `${name} ${String(value)}`);
  return errorLine(`${refusedWords[language]}: ${[code, ...params].join(", ")}`, code);
};

/** Runs `work` as the role it needs, with a manager signed in. Resolves with the exit code. */
export const atConsole = async (
  values: ConsoleValues,
  { speech, role }: { readonly speech: Speech; readonly role: "technician" | "office" },
  work: (at: AtConsole) => Promise<number>,
): Promise<number> => {
  const machine = openMachine({
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.door === undefined ? {} : { door: values.door }),
  });
  const prompter = createPrompter(speech, {
    answers: values.answers,
    isInteractive: process.stdin.isTTY,
  });
  const clients: TallygateClient[] = [];
  try {
    const technician = await openConsole(machine, values.code);
    clients.push(technician);
    const manager = { zh: "店长工号：", en: "The manager's number:" };
    const staff = values.staff ?? (await prompter.ask("manager", manager, "1000"));
    const pin = await prompter.ask("manager.pin", { zh: "店长密码：", en: "PIN:" });
    await technician.call("staff.signIn", { staff, pin });
    if (role === "technician") return await work({ client: technician, prompter });
    const office = await openOffice(machine, technician);
    clients.push(office);
    await office.call("staff.signIn", { staff, pin });
    return await work({ client: office, prompter });
  } catch (fault) {
    complain(fault, speech);
    return 1;
  } finally {
    for (const client of clients) client.close();
  }
};
