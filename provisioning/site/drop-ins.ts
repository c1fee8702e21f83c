// The package's files that settle the system around the store: where each lies and what makes it count.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const shipped = join(import.meta.dirname, "..", "..", "systemd", "drop-ins");

interface DropIn {
  readonly path: string;
  /** what must be told that it changed */
  readonly reload?: readonly [string, ...string[]];
}

const systemd = ["systemctl", "daemon-reload"] as const;

const dropIns = {
  watchdog: {
    path: "/usr/lib/systemd/system.conf.d/tallygate.conf",
    file: "system-watchdog.conf",
    reload: ["systemctl", "daemon-reexec"],
  },
  journal: {
    path: "/usr/lib/systemd/journald.conf.d/tallygate.conf",
    file: "journald.conf",
    reload: ["systemctl", "restart", "systemd-journald"],
  },
  updates: {
    path: "/etc/apt/apt.conf.d/52tallygate",
    file: "unattended-upgrades.conf",
  },
  "updates-window": {
    path: "/usr/lib/systemd/system/apt-daily-upgrade.timer.d/tallygate.conf",
    file: "updates-window.conf",
    reload: systemd,
  },
  pcscd: {
    path: "/usr/lib/systemd/system/pcscd.service.d/tallygate.conf",
    file: "pcscd.conf",
    reload: systemd,
  },
} as const satisfies Record<string, DropIn & { readonly file: string }>;

export type DropInName = keyof typeof dropIns;

export const dropInNames = Object.keys(dropIns) as readonly DropInName[];

export const dropIn = (
  name: DropInName,
): DropIn & { readonly file: string; readonly text: string } => {
  const row = dropIns[name];
  return { ...row, text: readFileSync(join(shipped, row.file), "utf8") };
};
