// Training scripts: what happens in a store on a bad day, to be played at the simulated devices while clerks work.
// Steps are those of `sim.timeline.play`; a file of a person's own has the same form.
import type { ParamsOf } from "../../gateway/protocol/operations.ts";

export type Step = ParamsOf<"sim.timeline.play">["steps"][number];

export interface Script {
  readonly id: string;
  readonly title: Readonly<Record<"zh-CN" | "en", string>>;
  readonly says: Readonly<Record<"zh-CN" | "en", string>>;
  readonly steps: readonly Step[];
}

const [kioskPrinter, kioskReader] = ["lobby-printer", "lobby-reader"];
const [deskPrinter, deskScanner] = ["desk-printer", "desk-scanner"];

export const scripts: readonly Script[] = [
  {
    id: "paper-out",
    title: { "zh-CN": "打到第 12 行缺纸", en: "Paper out at line 12" },
    says: {
      "zh-CN": "下一张小票打到一半缺纸；半分钟后换好，接着按顺序打。",
      en: "The next receipt stops half-way; half a minute later there is paper and all go on in order.",
    },
    steps: [
      { at: 0, device: kioskPrinter, fault: "paper_out", afterLines: 12 },
      { at: 30_000, device: kioskPrinter, fault: null },
    ],
  },
  {
    id: "rush",
    title: { "zh-CN": "高峰一分钟", en: "A minute of rush" },
    says: {
      "zh-CN": "五位客人接连刷卡，打印机中途开盖，扫码器掉线十五秒。",
      en: "Five guests tap one after the other, the printer's cover opens, the scanner is gone for 15 s.",
    },
    steps: [
      ...["04A1B2C3D4E580", "04A1B2C3D4E581", "04A1B2C3D4E582", "04A1B2C3D4E583", "04A1B2C3D4E584"]
        .map((card, guest): readonly Step[] => [
          { at: guest * 12_000, device: kioskReader, card },
          { at: guest * 12_000 + 2_000, device: kioskReader, card: null },
        ])
        .flat(),
      { at: 20_000, device: kioskPrinter, fault: "cover_open" },
      { at: 25_000, device: deskScanner, plugged: false },
      { at: 35_000, device: kioskPrinter, fault: null },
      { at: 40_000, device: deskScanner, plugged: true },
    ],
  },
  {
    id: "offline",
    title: { "zh-CN": "断网四十秒", en: "Head office gone for 40 s" },
    says: {
      "zh-CN": "总部联系不上；店里照常收银，恢复后自动补传。",
      en: "Head office is away; the store goes on, and catches up when it is back.",
    },
    steps: [
      { at: 0, network: false },
      { at: 40_000, network: true },
    ],
  },
  {
    id: "stuck",
    title: { "zh-CN": "打印机卡住又重启", en: "A printer hangs and restarts" },
    says: {
      "zh-CN": "收银台打印机不出声，十秒后断电重启；说不清的小票由人来定。",
      en: "The desk printer hangs, then loses power; a person decides about the receipt in doubt.",
    },
    steps: [
      { at: 0, device: deskPrinter, fault: "stall" },
      { at: 10_000, device: deskPrinter, fault: "reset" },
      { at: 12_000, device: deskPrinter, fault: null },
    ],
  },
];

/** When the last thing of a script happens, in milliseconds. */
export const lengthMs = (steps: readonly Step[]): number =>
  steps.reduce((longest, { at }) => Math.max(longest, at), 0);
