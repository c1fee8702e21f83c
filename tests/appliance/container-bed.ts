// A whole appliance whose power can be cut within a second: in a container, everything it writes on a file system of
// its own in an image. The image is copied while every process stands still, so the copy has what reached the disk and
// nothing of what was only in memory; the next boot is from the copy.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Booted, boot } from "./machine.ts";
import type { PowerBed } from "./power-bed.ts";
import { baseImage, installedLayer, overlaid, quickPackage, type Tree } from "./tree.ts";

const imageMegabytes = 512;
const door = "http://127.0.0.1:8140";
const patienceMs = 120_000;

const system = (program: string, ...args: readonly string[]): void =>
  void execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });

const waitReady = `const end=Date.now()+${patienceMs};for(;;){try{const r=await fetch("${door}/readyz");if(r.ok)break}
  catch{} if(Date.now()>end)process.exit(1);await new Promise(r=>setTimeout(r,20))}`;

interface ContainerBed extends PowerBed, AsyncDisposable {
  /** Switches it on, whether its store serves or not. */
  readonly start: () => Promise<void>;
  /** The image of all that it wrote; read it while the machine is off. */
  readonly image: string;
}

/** `lay` puts what the machine has beside the package into its tree, before it first boots. */
export const createContainerBed = (lay: (root: string) => void = () => undefined): ContainerBed => {
  const layers = [installedLayer(), baseImage()];
  const { version } = quickPackage();
  const own = mkdtempSync(join(tmpdir(), "tallygate-cut-"));
  const [image, copy, disk] = [join(own, "disk.img"), join(own, "copy.img"), join(own, "disk")];
  let [tree, machine]: [Tree | undefined, Booted | undefined] = [undefined, undefined];

  const mount = (): Tree => {
    system("mount", "-o", "loop", image, disk);
    const [upper, work] = [join(disk, "upper"), join(disk, "work")];
    for (const path of [upper, work]) mkdirSync(path, { recursive: true });
    return overlaid(layers, upper, work);
  };
  const unmount = (): void => {
    tree?.remove();
    if (tree !== undefined) system("umount", disk);
    tree = undefined;
  };
  const up = (): Booted => {
    if (machine === undefined) throw new Error("the machine is off");
    return machine;
  };

  mkdirSync(disk);
  system("truncate", "-s", `${imageMegabytes}M`, image);
  system("mkfs.ext4", "-q", "-F", image);
  tree = mount();
  lay(tree.root);
  unmount();

  const start = async (): Promise<void> => {
    tree = mount();
    machine = await boot(tree.root);
  };
  const on = async (): Promise<number> => {
    const began = performance.now();
    await start();
    const waited = await up().beside(process.execPath, "--input-type=module", "-e", waitReady);
    if (waited.code !== 0) throw new Error(`the machine does not serve:\n${up().journal()}`);
    return performance.now() - began;
  };
  const cut = async (): Promise<void> => {
    if (machine === undefined) return;
    await machine.freeze();
    system("cp", "--sparse=always", image, copy);
    await machine.kill();
    machine = undefined;
    // what this writes now goes where nobody looks any more
    unmount();
    renameSync(copy, image);
  };
  const remove = async (): Promise<void> => {
    await machine?.kill();
    unmount();
    rmSync(own, { recursive: true, force: true });
  };
  return {
    image,
    start,
    on,
    cut,
    beside: (...words) => up().besideWords(...words),
    run: (...words) => up().beside(...words),
    shell: async (line) => (await up().run("sh", "-c", line)).out,
    version,
    console: () => machine?.journal() ?? "the machine is off",
    remove,
    [Symbol.asyncDispose]: remove,
  };
};
