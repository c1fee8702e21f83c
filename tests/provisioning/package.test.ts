// The package: the same checkout gives the same bytes twice, and its manual and completion say what the command says.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildPackage } from "../../provisioning/package/build.ts";
import { completion, manualPage } from "../../provisioning/package/manual.ts";
import { layOut } from "../../provisioning/package/stage.ts";
import { verbs } from "../../provisioning/verbs.ts";
import { root } from "../support/sources.ts";

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { readonly license?: { id: string }; readonly expression?: string }[];
}
interface Bill {
  readonly components: readonly Component[];
}

const folder = mkdtempSync(join(tmpdir(), "tallygate-package-test-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const arePagesBuilt = existsSync(join(root, "kiosk-ui/dist/kiosk/index.html"));

describe("the package", () => {
  test.skipIf(!arePagesBuilt && process.env["CI"] !== "true")(
    "is the same, byte for byte, when it is built twice",
    { timeout: 300_000 },
    () => {
      vi.stubEnv("SOURCE_DATE_EPOCH", "1767225600");
      const digests = ["one", "two"].map((name) => {
        const { file } = buildPackage({ out: join(folder, name), quick: true });
        expect(statSync(file).size).toBeLessThan(80_000_000);
        return createHash("sha256").update(readFileSync(file)).digest("hex");
      });
      expect(digests[0]).toBe(digests[1]);
    },
  );

  test.skipIf(!arePagesBuilt && process.env["CI"] !== "true")(
    "holds every program without its types, line for line, lists its packages, and runs",
    { timeout: 120_000 },
    () => {
      const stage = join(folder, "stage");
      layOut({ root, version: "1.2.3", stage, node: process.execPath });
      const app = join(stage, "opt/tallygate/releases/1.2.3/app");
      let modules = 0;
      for (const room of ["gateway", "drivers", "provisioning"])
        for (const name of readdirSync(join(app, room), { recursive: true, encoding: "utf8" })) {
          expect(name).not.toMatch(/\.ts$/u);
          if (!name.endsWith(".js")) continue;
          const program = readFileSync(join(app, room, name), "utf8");
          for (const [, path = ""] of program.matchAll(/(?:from|import\() ?"(\.[^"]+)"/gu))
            expect(existsSync(join(app, room, name, "..", path)), `${name}: ${path}`).toBe(true);
          const source = join(root, room, name.replace(/\.js$/u, ".ts"));
          if (!existsSync(source)) continue;
          modules += 1;
          const widths = (text: string): readonly number[] =>
            text.split("\n").map(({ length }) => length);
          expect(widths(program), name).toEqual(widths(readFileSync(source, "utf8")));
        }
      expect(modules).toBeGreaterThan(500);
      const bill: Bill = JSON.parse(readFileSync(join(app, "..", "sbom.cdx.json"), "utf8"));
      const listed = new Set(bill.components.map(({ name, version }) => `${name} ${version}`));
      const folders = readdirSync(app, { recursive: true, encoding: "utf8" }).filter(
        (name) =>
          /node_modules\/(@[^/]+\/)?[^@/]+$/u.test(name) &&
          existsSync(join(app, name, "package.json")),
      );
      expect(folders.length).toBeGreaterThan(100);
      for (const folder of folders) {
        const { name, version }: Component = JSON.parse(
          readFileSync(join(app, folder, "package.json"), "utf8"),
        );
        expect(listed).toContain(`${name} ${version}`);
      }
      for (const built of ["lit", "echarts", "xstate"])
        expect(bill.components.map(({ name }) => name)).toContain(built);
      expect(listed).toContain(`node ${process.versions.node}`);
      for (const { purl, licenses } of bill.components) {
        expect(purl).toMatch(/^pkg:(npm|generic)\/[\w%./-]+@\d/u);
        expect(licenses[0]?.license?.id ?? licenses[0]?.expression, purl).toMatch(/^[\w .()+-]+$/u);
      }
      const said = execFileSync(process.execPath, [join(app, "provisioning/main.js"), "--help"], {
        encoding: "utf8",
      });
      expect(said).toContain("doctor");
    },
  );

  test.each(["zh", "en"] as const)("has a manual with every verb in %s", (language) => {
    const page = manualPage(verbs, "0.1.0", language);
    for (const { name, says } of verbs) {
      expect(page).toContain(`.B ${name.replaceAll("-", "\\-")} `);
      expect(page).toContain(says[language].replaceAll("-", "\\-"));
    }
  });

  test("completes verbs, their second words and their options", () => {
    const file = join(folder, "completion.bash");
    writeFileSync(file, completion(verbs));
    const completed = (...words: readonly string[]): readonly string[] => {
      const list = words.map((word) => `'${word}'`).join(" ");
      const script = `source ${file}; COMP_WORDS=(tallygate ${list}); COMP_CWORD=${words.length}; _tallygate; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
    };
    expect(completed("doc")).toEqual(["doctor"]);
    expect(completed("bundle", "")).toEqual(
      expect.arrayContaining(["key", "make", "show", "open"]),
    );
    expect(completed("doctor", "--f")).toEqual(["--fix"]);
    expect(completed("tls", "renew", "--fo")).toEqual(["--force"]);
  });
});
