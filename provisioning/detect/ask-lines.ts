// Asks a bare serial line what hangs on it, where the plug alone does not tell: a receipt printer answers for its
// state, an identity card module for itself. A question prints and moves nothing; what is silent stays a person's.
import { setTimeout as sleep } from "node:timers/promises";
import { createSamReader, samCommand } from "../../drivers/id-reader/sam-frames.ts";
import { LinkError, type OpenLink } from "../../drivers/ports/byte-link.ts";
import { openSerial } from "../../drivers/ports/serial.ts";
import { driverOf } from "../../drivers/registry.ts";
import type { Proposal } from "./propose.ts";

const answerMs = 300;
const lookMs = 20;

/** DLE EOT n (ESC/POS): the printer's state, then that of its paper; bits 0, 1, 4 and 7 of each answer are fixed. */
const stateQuestions = [Uint8Array.of(0x10, 0x04, 1), Uint8Array.of(0x10, 0x04, 4)] as const;
const isState = (bytes: Buffer): boolean => bytes.length === 1 && ((bytes[0] ?? 0) & 0x93) === 0x12;

/** 11 FF asks a module for the state of itself. */
const moduleQuestion = samCommand(0x11, 0xff);
const isModule = (bytes: Buffer): boolean => {
  let answers = 0;
  createSamReader(() => (answers += 1))(bytes);
  return answers > 0;
};

interface Question {
  readonly driver: string;
  readonly baudRate: number;
  /** each is asked when the one before was answered rightly */
  readonly words: readonly Uint8Array[];
  readonly isAnswer: (bytes: Buffer) => boolean;
}

type OpenLine = typeof openSerial;

/** In the order in which these things are sold. */
const questions: readonly Question[] = [
  ...[9_600, 115_200, 19_200, 38_400].map((baudRate) => ({
    driver: "escpos-serial",
    baudRate,
    words: stateQuestions,
    isAnswer: isState,
  })),
  { driver: "sam-id-reader", baudRate: 115_200, words: [moduleQuestion], isAnswer: isModule },
];

/** Whether every word gets its answer. False where the line does not open: somebody else holds it. */
const answers = async (open: OpenLink, { words, isAnswer }: Question): Promise<boolean> => {
  let heard = Buffer.alloc(0);
  let isOver = false;
  try {
    const link = await open({
      bytes: (bytes) => (heard = Buffer.concat([heard, bytes])),
      closed: () => (isOver = true),
    });
    try {
      for (const word of words) {
        heard = Buffer.alloc(0);
        await link.write(word);
        for (let ms = 0; ms < answerMs && !isOver && !isAnswer(heard); ms += lookMs)
          await sleep(lookMs);
        if (!isAnswer(heard)) return false;
      }
      return true;
    } finally {
      link.close();
    }
  } catch (fault) {
    if (fault instanceof LinkError) return false;
    throw fault;
  }
};

const askOne = async (one: Proposal, path: string, open: OpenLine): Promise<Proposal> => {
  for (const question of questions) {
    const { driver, baudRate } = question;
    const kind = driverOf(driver)?.kind;
    if (!one.choices.includes(driver) || kind === undefined) continue;
    if (!(await answers(open({ path, baudRate }, Date.now), question))) continue;
    const { conflict: _, ...rest } = one;
    return { ...rest, confidence: "sure", kind, driver, choices: [], options: { baudRate } };
  }
  return one;
};

/** The same proposals; lines behind bare adapters that gave an answer are sure now. Opens those lines, one by one. */
export const askLines = async (
  proposals: readonly Proposal[],
  open: OpenLine = openSerial,
): Promise<readonly Proposal[]> => {
  const asked: Proposal[] = [];
  for (const one of proposals) {
    const isLine = one.conflict === "ambiguous" && one.path?.startsWith("/dev/tty") === true;
    asked.push(isLine && one.path !== undefined ? await askOne(one, one.path, open) : one);
  }
  return asked;
};
