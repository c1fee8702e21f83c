// Two projects: `node` for gateway, drivers and tools; `browser` for the pages in the system's Chromium.
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

/** Many minutes of a machine, so only by `npm run test:appliance`, which says how often to cut the power. */
const longVisits =
  process.env["POWER_CUTS"] === undefined ? ["tests/appliance/power-cut.test.ts"] : [];

export default defineConfig({
  test: {
    // Half of the files wait for processes of their own most of the time.
    maxWorkers: 2,
    reporters: ["default", "./tests/support/plain-summary.ts"],
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          globalSetup: ["./tests/support/seed.ts"],
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/kiosk-ui/browser/**", "tests/torture/**", ...longVisits],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        oxc: { decorator: { legacy: true } },
        test: {
          name: "browser",
          // One page has the focus.
          fileParallelism: false,
          include: ["tests/kiosk-ui/browser/**/*.test.ts"],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
                args: [
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
