// The charts' library as the kiosk ships it walks like the whole one: what is left out is never asked for.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { leanCharts } from "../../kiosk-ui/lean-charts.ts";
import { root } from "../support/sources.ts";
import { anything, diceOf } from "./charts/any-event.ts";
import { openKiosk, outcome, toHome, toPosting } from "./charts/open-kiosk.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-lean-"));
const walks = 200;
const seed = Number(process.env["SEED"] ?? 20_261_123);
let openLean: typeof openKiosk;

beforeAll(async () => {
  // the test runner's own NODE_ENV would pack the library's developer edition
  vi.stubEnv("NODE_ENV", "production");
  await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [leanCharts],
    ssr: { noExternal: true },
    build: { ssr: join(root, "tests/kiosk-ui/charts/open-kiosk.ts"), outDir: folder },
  });
  vi.unstubAllEnvs();
  const lean: { readonly openKiosk: typeof openKiosk } = await import(
    pathToFileURL(join(folder, "open-kiosk.js")).href
  );
  openLean = lean.openKiosk;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("has no children, no past and nobody who looks on", () => {
  const shipped = readFileSync(join(folder, "open-kiosk.js"), "utf8");
  expect(shipped).toContain("xstate.after");
  expect(shipped).not.toMatch(/xstate\.(spawnChild|stopChild)|isHistoryNode\(|InspectionEvent\(/);
});

/** Dice alone seldom come as far as a printed slip. */
const beginnings = [[], toHome, [...toPosting, { type: "ACK", outcome }]] as const;

/** All that a page sees of a machine, and all that it was told to do. */
const seen = ({ actor, effects }: ReturnType<typeof openKiosk>) => {
  const { value, context, status } = actor.getSnapshot();
  return { value, context, status, effects };
};

test(
  `is the same machine after any event and any wait (SEED=${seed})`,
  { timeout: 120_000 },
  () => {
    const roll = diceOf(seed);
    for (let walk = 0; walk < walks; walk += 1) {
      const [whole, lean] = [openKiosk(), openLean()];
      for (const kiosk of [whole, lean])
        kiosk.send(...(beginnings[walk % beginnings.length] ?? []));
      for (let step = 0; step < 40; step += 1) {
        const event = anything[roll(anything.length)];
        const waitMs = roll(5) === 0 ? 1_000 * (1 + roll(20)) : 0;
        for (const kiosk of [whole, lean]) {
          if (event !== undefined) kiosk.send(event);
          kiosk.clock.increment(waitMs);
        }
        expect(seen(lean), `walk ${walk}, step ${step}`).toEqual(seen(whole));
      }
      for (const { actor } of [whole, lean]) actor.stop();
      expect(lean.actor.getSnapshot().status).toBe(whole.actor.getSnapshot().status);
    }
  },
);
