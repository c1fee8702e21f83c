// The system parts that some tests need beyond Node and npm, how to see them and how to install them.
// With CI=true a missing part fails its tests; elsewhere they are skipped and named at the end of the run.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { hasFakedTime } from "./faked-time.ts";

interface Part {
  readonly name: string;
  readonly install: string;
  readonly present: () => boolean;
}

const onPath = (command: string): boolean =>
  [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"].some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const apt = (packages: string): string => `apt-get install -y ${packages}`;

export const parts = {
  pcscd: { name: "pcscd", install: apt("pcscd libccid"), present: () => onPath("pcscd") },
  vpcd: {
    name: "virtual reader",
    install: apt("vsmartcard-vpcd"),
    present: () => existsSync("/usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
  },
  reader: {
    name: "C compiler, PC/SC headers",
    install: apt("build-essential libpcsclite-dev"),
    present: () => onPath("gcc") && existsSync("/usr/include/PCSC/ifdhandler.h"),
  },
  socat: { name: "socat", install: apt("socat"), present: () => onPath("socat") },
  umockdev: {
    name: "umockdev",
    install: apt("umockdev"),
    present: () => onPath("umockdev-run"),
  },
  certutil: {
    name: "certutil, openssl",
    install: apt("libnss3-tools openssl"),
    present: () => onPath("certutil") && onPath("openssl"),
  },
  chromium: { name: "Chromium", install: apt("chromium"), present: () => onPath("chromium") },
  speech: {
    name: "espeak-ng",
    install: apt("espeak-ng"),
    present: () => onPath("espeak-ng"),
  },
  fonts: {
    name: "Chinese fonts",
    install: apt("fonts-noto-cjk"),
    present: () => existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
  },
  compiler: { name: "C compiler", install: apt("build-essential"), present: () => onPath("gcc") },
  root: { name: "root", install: "run as root", present: () => process.getuid?.() === 0 },
  loopDevice: {
    name: "root, loop device",
    install: "run as root where loop devices may be mounted",
    present: () => process.getuid?.() === 0 && existsSync("/dev/loop-control"),
  },
  faketime: { name: "libfaketime", install: apt("libfaketime"), present: hasFakedTime },
  hledger: { name: "hledger", install: apt("hledger"), present: () => onPath("hledger") },
  machine: {
    name: "root, systemd-nspawn, debootstrap",
    install: `as root: ${apt("systemd-container debootstrap")}`,
    present: () => process.getuid?.() === 0 && onPath("systemd-nspawn") && onPath("debootstrap"),
  },
  bridge: {
    name: "ip, unshare, setpriv",
    install: `as root: ${apt("iproute2")}`,
    present: () => process.getuid?.() === 0 && ["ip", "unshare", "setpriv"].every(onPath),
  },
  emulator: {
    name: "QEMU, busybox, cpio",
    install: apt("qemu-system-x86 busybox-static cpio e2fsprogs iproute2"),
    present: () => onPath("qemu-system-x86_64") && existsSync("/bin/busybox") && onPath("cpio"),
  },
  systemd: {
    name: "systemd-analyze, systemd-socket-activate",
    install: apt("systemd"),
    present: () => onPath("systemd-analyze") && onPath("systemd-socket-activate"),
  },
  udev: { name: "udev", install: apt("udev"), present: () => onPath("udevadm") },
  iconv: { name: "iconv", install: apt("libc-bin"), present: () => onPath("iconv") },
  tesseract: {
    name: "OCR with Chinese",
    install: apt("tesseract-ocr tesseract-ocr-chi-sim"),
    present: () =>
      onPath("tesseract") && existsSync("/usr/share/tesseract-ocr/5/tessdata/chi_sim.traineddata"),
  },
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

export const missingParts = (): readonly Part[] =>
  Object.values(parts).filter((part) => !part.present());

/** True where the tests of these parts cannot run and may be passed over (never with CI=true). */
export const lacks = (...names: readonly PartName[]): boolean =>
  process.env["CI"] !== "true" && names.some((name) => !parts[name].present());
