// Puts the idle screen into the kiosk's page at build time: its markup, its rules, and the few lines that run before
// the first paint. The scripts of the page then take over what stands there already.
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { idleMarkup } from "./markup.ts";
import { idleSheet } from "./sheet.ts";

const id = "painted";
const lines = "first-paint.js";
const script = fileURLToPath(new URL("./main.ts", import.meta.url));

/** The lines before the paint as one classic script. */
const compiled = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "chrome120",
      rolldownOptions: { input: script, output: { format: "iife" } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("no first paint was built");
  return output.output[0].code;
};

/** Fetched meanwhile, and looked at only once something is painted. */
const preload = '<link rel="preload" as="script"$1 fetchpriority="low" href=$2>';

export const firstPaint = (): Plugin => {
  const markup = idleMarkup();
  return {
    name: "tallygate:first-paint",
    apply: "build",
    async buildStart() {
      this.emitFile({ type: "asset", name: lines, source: await compiled() });
    },
    transform: {
      order: "pre",
      filter: { id: /\/kit\/kiosk-page\.css$/ },
      handler: (code) => ({ code: `${code}\n${idleSheet(id, markup)}`, map: null }),
    },
    transformIndexHtml: {
      order: "post",
      handler(page, { filename, bundle = {} }) {
        if (!filename.endsWith("/kiosk/index.html")) return page;
        const written = Object.values(bundle).find(
          (file) => file.type === "asset" && file.names.includes(lines),
        );
        if (written === undefined) throw new Error("the lines before the paint were not built");
        const [, entry = ""] =
          /<script type="module"[^>]* src="([^"]*kiosk-[^"]*)">/.exec(page) ?? [];
        // Nothing is painted before the lines have run, and no other script runs before something is painted.
        const first = `<script defer blocking="render" src="/${written.fileName}" data-then="${entry}"></script>`;
        return page
          .replace(/<script type="module"( crossorigin)? src=("[^"]*")><\/script>/g, preload)
          .replace("</title>", `</title>\n    ${first}`)
          .replace("<body></body>", `<body><div id="${id}" han>${markup}</div></body>`);
      },
    },
  };
};
