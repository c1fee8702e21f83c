// Lighthouse on the kiosk page of a real gateway. It is large (176 MB) and therefore no dependency: LIGHTHOUSE names a
// folder in which `npm install lighthouse@13.5.0` was run; without it this bench says so and measures nothing.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { launchChromium } from "../support/pages.ts";
import { type Bench, type Figure, median } from "./figures.ts";

const debugPort = 9_341;
const categories = ["performance", "accessibility", "best-practices"] as const;

interface Report {
  readonly lhr: {
    readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
    readonly audits: Readonly<
      Record<string, { readonly title: string; readonly score: number | null }>
    >;
  };
}
type Lighthouse = (url: string, flags: object, config: object) => Promise<Report | undefined>;

const isLighthouse = (value: unknown): value is Lighthouse => typeof value === "function";

const loaded = async (folder: string): Promise<Lighthouse> => {
  const entry = pathToFileURL(join(folder, "node_modules/lighthouse/core/index.js")).href;
  const module: { readonly default?: unknown } = await import(entry);
  if (!isLighthouse(module.default)) throw new Error(`no lighthouse in ${folder}`);
  return module.default;
};

/** Its own desktop settings: the kiosk's glass is no telephone, its line is the machine itself. */
const settings = {
  extends: "lighthouse:default",
  settings: {
    onlyCategories: categories,
    formFactor: "desktop",
    throttling: {
      rttMs: 40,
      throughputKbps: 10_240,
      cpuSlowdownMultiplier: 1,
      requestLatencyMs: 0,
      downloadThroughputKbps: 0,
      uploadThroughputKbps: 0,
    },
    screenEmulation: {
      mobile: false,
      width: 1080,
      height: 1920,
      deviceScaleFactor: 1,
      disabled: false,
    },
    emulatedUserAgent: false,
  },
} as const;

export const bench: Bench = {
  says: "Lighthouse on the kiosk page (LIGHTHOUSE=folder it is installed in)",
  run: async ({ quick }) => {
    const folder = process.env["LIGHTHOUSE"];
    if (folder === undefined) {
      console.log("LIGHTHOUSE is not set: nothing measured");
      return [];
    }
    const lighthouse = await loaded(folder);
    await using gateway = await startGatewayProcess();
    const browser = await launchChromium(`--remote-debugging-port=${debugPort}`);
    const scores: Record<string, number[]> = {};
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const report = await lighthouse(
        `${gateway.simulated.url}/kiosk/`,
        { port: debugPort, output: "json", logLevel: "error" },
        settings,
      );
      if (report === undefined) throw new Error("lighthouse measured nothing");
      for (const name of categories)
        (scores[name] ??= []).push(100 * (report.lhr.categories[name]?.score ?? 0));
      for (const [name, { title, score }] of Object.entries(report.lhr.audits))
        if (score !== null && score < 1) console.log(`  ${score.toFixed(2)} ${name}: ${title}`);
    }
    await browser.close();
    return categories.map((name): Figure => ({
      what: name,
      ours: median(scores[name] ?? []),
      peer: 100,
      peerName: "all there is",
      unit: "/s",
      limit: 100,
    }));
  },
};
