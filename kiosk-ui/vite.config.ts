// Builds the four pages into dist/, each an entry of its own, served at /kiosk/, /cashier/, /office/, /technician/.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { chunkOf } from "./chunks.ts";
import { firstPaint } from "./first-paint/plugin.ts";
import { leanCharts } from "./lean-charts.ts";
import { bareImports, packedTwins, shippedPacks, tightSheets, withoutIndents } from "./shipped.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const pages = ["kiosk", "cashier", "office", "technician"].filter((page) =>
  existsSync(here(`${page}/index.html`)),
);

export default defineConfig({
  root: here("."),
  base: "/",
  plugins: [
    bareImports,
    leanCharts,
    shippedPacks,
    tightSheets,
    withoutIndents,
    firstPaint(),
    packedTwins,
  ],
  // Vite ships standard decorators unlowered: Lit's are the legacy ones (docs/decisions).
  oxc: { decorator: { legacy: true } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome120",
    // A page's head names what it needs; chunks fetched later come from this same machine.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needs, { hostType }) => (hostType === "html" ? needs : []),
    },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, here(`${page}/index.html`)])),
      output: {
        codeSplitting: {
          groups: [{ name: chunkOf, debugName: "pages", includeDependenciesRecursively: false }],
        },
      },
    },
  },
});
