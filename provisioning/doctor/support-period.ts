// Until when what the store stands on gets its security updates, and the checks that say so in time. The dates are
// the makers' own: https://wiki.debian.org/LTS and https://github.com/nodejs/release; `SUPPORT_END` of os-release(5)
// goes before them. docs/SECURITY.md publishes them.
import type { Machine } from "../machine.ts";
import { both, type Check, plain, when } from "./check.ts";
import { field } from "./ground.ts";

/** Last day with security updates, UTC, by major version. */
export const supportEnds = {
  debian: { 12: "2028-06-30" },
  node: { 24: "2028-04-30" },
} as const;

const dayMs = 86_400_000;
const daysAhead = 180;

interface Base {
  readonly name: string;
  readonly lastDay: string | undefined;
}

const lastDayOf = (days: Readonly<Record<string, string>>, version: string): string | undefined =>
  days[version.split(".")[0] ?? ""];

/** A system or runtime whose end nobody has written down is left out. */
const basesOf = (machine: Machine): readonly Base[] => {
  const release = machine.text("/etc/os-release") ?? "";
  const [id = "?", version = ""] = [field(release, "ID"), field(release, "VERSION_ID")];
  const known = id === "debian" ? lastDayOf(supportEnds.debian, version) : undefined;
  return [
    { name: `${id} ${version}`, lastDay: field(release, "SUPPORT_END") ?? known },
    {
      name: `Node ${process.versions.node}`,
      lastDay: lastDayOf(supportEnds.node, process.versions.node),
    },
  ];
};

const supported = (texts: Pick<Check, "id" | "level" | "what">, forDays: number): Check => ({
  ...texts,
  why: both(
    "期满之后，新发现的漏洞不再有人修补",
    "After that nobody closes the holes that are found",
  ),
  cure: both(
    "备一台装有较新 Debian 与 Tallygate 的机器，然后 tallygate replace",
    "Prepare a machine with a newer Debian and Tallygate, then tallygate replace",
  ),
  examine: ({ machine }) => {
    const ends = basesOf(machine).filter(
      // its last day counts whole
      ({ lastDay }) =>
        lastDay !== undefined && Date.parse(lastDay) + dayMs - machine.nowMs() <= forDays * dayMs,
    );
    return when(ends.length === 0, () =>
      plain(ends.map(({ name, lastDay = "" }) => `${name}: ${lastDay}`).join("; ")),
    );
  },
});

export const supportPeriod: readonly Check[] = [
  supported(
    {
      id: "support.ends",
      level: "error",
      what: both("系统与运行时仍有安全更新", "System and runtime still get security updates"),
    },
    0,
  ),
  supported(
    {
      id: "support.ends-ahead",
      level: "warning",
      what: both(
        `安全更新至少还有 ${daysAhead} 天`,
        `Security updates go on for ${daysAhead} days`,
      ),
    },
    daysAhead,
  ),
];
