// `tallygate init`: from an installed package to a store that is open, in one command that can be interrupted. And its
// steps as verbs of their own: assign, test, enrol, pair.
import { parseArgs } from "node:util";
import { openMachine } from "../machine.ts";
import { createFacts } from "../doctor/facts.ts";
import { type Speech, UsageError, type Verb } from "../verb.ts";
import { machineIdOf } from "../site/store-facts.ts";
import { NoConsole, openConsole } from "./console.ts";
import { assignStep, detectStep, testStep } from "./devices-steps.ts";
import { createPrompter, Unanswered } from "./prompter.ts";
import { afterDevices, beforeDevices, enrolStep, terminalQr } from "./store-steps.ts";
import {
  readVisit,
  remaining,
  type Step,
  type StepContext,
  type StepName,
  stepNames,
  type StepResult,
  type Visit,
  visitCode,
  writeVisit,
} from "./visit.ts";

const [tlsStep, pairStep, verifyStep] = afterDevices;
const steps: readonly Step[] = [
  ...beforeDevices,
  detectStep,
  enrolStep,
  ...[tlsStep, pairStep].filter((step) => step !== undefined),
  assignStep,
  testStep,
  ...[verifyStep].filter((step) => step !== undefined),
];

const options = {
  bundle: { type: "string" },
  answers: { type: "string" },
  from: { type: "string" },
  code: { type: "string" },
  office: { type: "string" },
  ca: { type: "string" },
  data: { type: "string" },
  door: { type: "string" },
  role: { type: "string" },
  id: { type: "boolean", default: false },
} as const;

/** Head office is asked only where both its address and a code are given. */
const officeIn = ({ office: url, code, ca }: { office?: string; code?: string; ca?: string }) => {
  if (url === undefined) return {};
  if (code === undefined)
    throw new UsageError({ zh: "--office 还要 --code。", en: "--office needs --code as well." });
  return { office: { url, code, ca } };
};

const read = (args: readonly string[], speech: Speech) => {
  const { values } = parseArgs({ args: [...args], options });
  const machine = openMachine({
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.door === undefined ? {} : { door: values.door }),
  });
  const context: StepContext = {
    machine,
    prompter: createPrompter(speech, {
      answers: values.answers,
      isInteractive: process.stdin.isTTY,
    }),
    bundle: values.bundle,
    ...officeIn(values),
    tell: (says) => speech.line(`    ${says[speech.language]}`),
  };
  return { ...values, machine, context };
};

/** A question without an answer and a gateway that will not have us end a step like any other failure. */
const run = async (step: Step, context: StepContext): Promise<StepResult> => {
  try {
    return await step.run(context);
  } catch (fault) {
    if (fault instanceof Unanswered)
      return {
        state: "failed",
        code: "unanswered",
        cause: { zh: `没有回答：${fault.id}`, en: `No answer to: ${fault.id}` },
        next: {
          zh: "在键盘前再运行一次，或写进 --answers 文件。",
          en: "Run it again at a keyboard, or write it into the file of --answers.",
        },
      };
    if (fault instanceof NoConsole)
      return { state: "failed", code: fault.code, cause: fault.says, next: fault.says };
    throw fault;
  }
};

const say = ({ language, tell }: Speech, at: string, step: Step, result: StepResult): void => {
  const mark = { passed: "✓", skipped: "–", failed: "✕" }[result.state];
  const cure =
    result.state === "failed"
      ? [`    ${result.code}: ${result.cause[language]}`, `    → ${result.next[language]}`]
      : [];
  tell({ step: step.name, ...result }, `[${at}] ${mark} ${step.says[language]}`, ...cure);
};

const fromStep = (text: string | undefined): StepName | undefined => {
  if (text === undefined) return undefined;
  const step = stepNames.find((name) => name === text);
  if (step === undefined || step === "seal")
    throw new UsageError({
      zh: `--from 是 ${stepNames.join("、")} 之一。`,
      en: `--from is one of ${stepNames.join(", ")}.`,
    });
  return step;
};

export const init: Verb = {
  name: "init",
  usage:
    "[--bundle FILE.tgb | --office URL --code CODE [--ca FILE]] [--answers FILE.json] [--from STEP]",
  says: {
    zh: "开店：检查、识别、登记、证书、配对、自检、封存；中断后再运行即从原处继续",
    en: "Opens a store: examined, detected, enrolled, certified, paired, tested, sealed; goes on where it stood",
  },
  run: async (args, speech) => {
    const { machine, context, from } = read(args, speech);
    let visit: Visit = readVisit(machine) ?? {
      begunAt: new Date(machine.nowMs()).toISOString(),
      steps: {},
    };
    for (const step of remaining(visit, steps, fromStep(from))) {
      const result = await run(step, context);
      const at = `${stepNames.indexOf(step.name) + 1}/${stepNames.length}`;
      say(speech, at, step, result);
      if (result.state === "failed") return 1;
      const { state, facts } = result;
      const at2 = new Date(machine.nowMs()).toISOString();
      visit = { ...visit, steps: { ...visit.steps, [step.name]: { at: at2, state, facts } } };
      writeVisit(machine, visit);
    }
    visit = { ...visit, sealedAt: new Date(machine.nowMs()).toISOString(), code: visitCode(visit) };
    writeVisit(machine, visit);
    const done = speech.language === "zh" ? "已封存，到访码" : "sealed, visit code";
    speech.tell(
      { step: "seal", state: "passed", code: visit.code },
      `[10/10] ✓ ${done} ${visit.code ?? ""}`,
    );
    return 0;
  },
};

/** One step by itself, whether it has been done before or not. */
const asVerb = (step: Step, name: string, usage: string, says: Verb["says"]): Verb => ({
  name,
  usage,
  says,
  run: async (args, speech) => {
    const { context, machine, id } = read(args, speech);
    if (id) {
      const own = machineIdOf(machine);
      speech.tell({ machine: own }, own);
      return 0;
    }
    const result = await run(step, context);
    say(speech, "1/1", step, result);
    return result.state === "failed" ? 1 : 0;
  },
});

export const assign = asVerb(assignStep, "assign", "[--answers FILE.json]", {
  zh: "指定每台设备的用途",
  en: "Says what each device is for",
});
export const testVerb = asVerb(testStep, "test", "[--answers FILE.json]", {
  zh: "自检每台设备，打印状态小票并由本店扫码器读回",
  en: "Tests each device; the ticket is read back by the store's own scanner",
});
const enrolUsage = "[--bundle FILE.tgb | --office URL --code CODE [--ca FILE]] [--id]";
export const enrol = asVerb(enrolStep, "enrol", enrolUsage, {
  zh: "登记门店：U 盘包、总部的码或逐项回答；--id 显示本机编号",
  en: "Says who this store is: by bundle, by head office's code or by answers; --id shows this machine's",
});

const roles = ["kiosk", "cashier", "office", "technician", "integration"] as const;

export const pair: Verb = {
  name: "pair",
  usage:
    "[--role kiosk|cashier|office|technician|integration] [--code CODE] [--data DIR] [--door URL]",
  says: {
    zh: "为一台终端做配对码：扫码即配对，或在页面键入 8 位码；10 分钟，一次",
    en: "Pairs a station: its page as a QR code that pairs by itself, or eight characters to type; ten minutes, one use",
  },
  run: async (args, speech) => {
    const { machine, code, role: asked = "cashier" } = read(args, speech);
    const role = roles.find((one) => one === asked);
    if (role === undefined)
      throw new UsageError({
        zh: `--role 是 ${roles.join("、")} 之一。`,
        en: `--role is one of ${roles.join(", ")}.`,
      });
    try {
      const client = await openConsole(machine, code);
      try {
        const invited = await client.call("station.invite", { role, key: client.newKey() });
        const { config } = createFacts(machine);
        const name = config?.lan?.names.split(",")[0];
        const base =
          name === undefined ? machine.door : `https://${name}:${config?.lan?.port ?? 8443}`;
        const url = `${base}/${role}/`;
        const scan = `${url}#v1.${invited.token}`;
        speech.tell(
          { ...invited, role, url, scan },
          ...terminalQr(scan),
          url,
          `${invited.code.slice(0, 4)}-${invited.code.slice(4)}   ${invited.expiresAt}`,
        );
        return 0;
      } finally {
        client.close();
      }
    } catch (fault) {
      if (!(fault instanceof NoConsole)) throw fault;
      speech.errorLine(fault.says[speech.language], fault.code);
      return 1;
    }
  },
};
