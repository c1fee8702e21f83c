// `npm run test:vm [-- --verbose --only NAME]`: the drivers on a real Linux kernel with real hot-plug, in QEMU's software emulation.
// Prints one line a test and ends with 1 when one of them failed. Not part of `npm test`: tests/vm/README.md.
import { parseArgs } from "node:util";
import { root } from "../support/sources.ts";
import type { Order, Word } from "./guest/channel.ts";
import { guestKernel } from "./kernel.ts";
import { startMachine, type Machine } from "./machine.ts";

const patienceMs = 1_200_000;

const { values } = parseArgs({
  options: {
    verbose: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});
const failed: string[] = [];
let passed = 0;
let ended = false;

const obey = async (machine: Machine, order: Order): Promise<void> => {
  try {
    if (order.do === "qmp") await machine.order(order.execute, order.args);
    else machine.sayToAdapter(order.text);
    machine.say("done");
  } catch (fault) {
    machine.say(fault instanceof Error ? fault.message : String(fault));
  }
};

const isWord = (value: unknown): value is Word =>
  typeof value === "object" && value !== null && "word" in value;

const tell = (word: Extract<Word, { word: "result" }>): void => {
  const seconds = (word.ms / 1_000).toFixed(1);
  if (word.fault === undefined) passed += 1;
  else failed.push(word.name);
  console.log(`| ${word.name} | ${word.fault === undefined ? "ok" : "FAILED"} | ${seconds} s |`);
  if (word.fault !== undefined) console.error(word.fault);
};

const kernel = guestKernel();
const from = performance.now();
const machine: Machine = await startMachine({
  kernel,
  checkout: root,
  only: values.only,
  console: (line) => {
    if (values.verbose) console.error(line);
  },
  heard: (line) => {
    const word: unknown = JSON.parse(line);
    if (!isWord(word)) return;
    if (word.word === "order") void obey(machine, word.order);
    if (word.word === "result") tell(word);
    if (word.word === "end") ended = true;
  },
});
const alarm = setTimeout(() => {
  console.error("the guest has not ended in time");
  machine.kill();
}, patienceMs);
await machine.off;
clearTimeout(alarm);
const seconds = Math.round((performance.now() - from) / 1_000);
console.log(`${passed} passed, ${failed.length} failed, ${seconds} s, ${kernel.image}`);
process.exitCode = failed.length === 0 && ended ? 0 : 1;
