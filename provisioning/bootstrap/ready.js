// Makes a checkout ready to run: packages, the pinned Node, the pages. Plain JavaScript for Node 20 and later,
// since it runs before anything is installed; it knows nothing of the product but these paths.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { missingPackages } from "./native-packages.js";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const packages = join(root, "node_modules");
const oldestNode = [24, 12];

const hashOf = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
};

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return item.name === "dist" ? [] : filesUnder(path);
      return [path];
    })
    .sort();

/** Runs `make` unless the stamp says that it was made from these very files. */
const unlessStamped = (stamp, paths, make) => {
  const wanted = hashOf(paths);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
};

const run = (command, args, env, says) => {
  console.log(says);
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0) {
    console.error(`\nThis step failed: ${command} ${args.join(" ")}`);
    process.exit(result.status ?? 1);
  }
};

/** The folder of the Node that npm brought, the same binary on every machine. */
const pinnedNode = () => join(packages, `node-${process.platform}-${process.arch}`);

const environment = () => ({
  ...process.env,
  // Native packages are compiled for the pinned Node, not for the one that happens to run npm.
  npm_config_nodedir: pinnedNode(),
  PATH: `${join(pinnedNode(), "bin")}:${process.env.PATH ?? ""}`,
});

const install = () =>
  unlessStamped(
    join(packages, ".tallygate-installed"),
    [join(root, "package.json"), join(root, "package-lock.json")],
    () =>
      run(
        "npm",
        // Not `npm ci`: it demands lock entries for other platforms that not every registry carries (decision 2).
        ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"],
        environment(),
        "Installing packages (once; two to three minutes where a database driver has to be compiled) …",
      ),
  );

const nodeToUse = () => {
  const pinned = join(pinnedNode(), "bin", "node");
  if (existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]))
    return process.execPath;
  console.error(
    `Tallygate needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node} and npm brought none for ` +
      `${process.platform}-${process.arch}. Install Node 24 and run the command again.`,
  );
  return process.exit(1);
};

const buildPages = (node) =>
  unlessStamped(
    join(root, "kiosk-ui", "dist", ".stamp"),
    [
      join(root, "package-lock.json"),
      ...["kiosk-ui", "gateway/protocol", "gateway/programme"].flatMap((room) =>
        filesUnder(join(root, room)),
      ),
    ],
    () =>
      run(
        node,
        [join(packages, "vite", "bin", "vite.js"), "build", "kiosk-ui", "--logLevel", "warn"],
        environment(),
        "Building the pages …",
      ),
  );

/** Installs and builds what is missing or stale; returns the Node to run with and its environment. */
export const makeReady = () => {
  install();
  for (const line of missingPackages(packages)) console.log(line);
  const node = nodeToUse();
  buildPages(node);
  return { node, env: environment() };
};

/** Runs a program in the foreground and ends as it ends; Ctrl-C and SIGTERM reach it once. */
export const become = (node, args, env) => {
  const child = spawn(node, args, { cwd: root, env, stdio: "inherit" });
  // The terminal sends Ctrl-C to the child as well; here it only must not end us before the child.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
};
