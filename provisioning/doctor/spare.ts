// Checks of two machines that keep one store: the store's, which has a spare, and the spare's, which follows it.
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machine } from "../machine.ts";
import {
  copyFile,
  isFollowing,
  lastHeard,
  readSettings,
  type Settings,
} from "../spare/settings.ts";
import { absent, both, type Check, failed, plain, when } from "./check.ts";
import { must, RepairFailed } from "./repair.ts";

const unitName = "tallygate-spare.service";
/** a spare notes twice a minute that it still hears its store */
const silentMs = 120_000;
/** a whole copy has to come first */
const repairMs = 60_000;
const lookMs = 250;

const settingsOf = ({ data }: Machine): Settings | undefined => {
  try {
    return readSettings(data);
  } catch {
    return undefined;
  }
};

/** How the gateway last noted that its spare stands; undefined: it never had one. */
const noteOf = (machine: Machine): { readonly state: string; readonly at: string } | undefined => {
  const file = join(machine.data, "spare.json");
  if (!existsSync(file)) return undefined;
  try {
    const note: unknown = JSON.parse(readFileSync(file, "utf8"));
    const [state, at] = [Reflect.get(Object(note), "state"), Reflect.get(Object(note), "at")];
    return { state: String(state), at: String(at) };
  } catch {
    return { state: "?", at: "?" };
  }
};

const inStep: Check = {
  id: "spare.in-step",
  level: "warning",
  what: both("热备机跟得上，时刻有全部账目", "The store's spare is in step and has every entry"),
  why: both(
    "跟不上时，本机一坏，之后的账就没了",
    "While it is not, what is booked since is on this machine alone",
  ),
  cure: both(
    "在热备机上 tallygate doctor --fix；没有热备了就在本机 tallygate spare off",
    "tallygate doctor --fix on the spare; tallygate spare off here where there is none any more",
  ),
  examine: ({ machine }) => {
    const note = isFollowing(machine.data) ? undefined : noteOf(machine);
    if (note === undefined) return absent;
    return when(note.state === "in_step", () => plain(`${note.state}, ${note.at}`));
  },
};

/** What keeps this machine from following anybody; undefined: nothing. */
const obstacle = (machine: Machine): ReturnType<typeof plain> | undefined => {
  const { data } = machine;
  if (!isFollowing(data)) return both("有副本，没有要跟随的店", "a copy, but no store to follow");
  const settings = settingsOf(machine);
  if (settings === undefined || !URL.canParse(settings.url) || isIP(settings.address) === 0)
    return both("following.json 里没有店的地址", "following.json names no store");
  const needed = ["credentials/backup", ...(settings.url.startsWith("wss:") ? ["tls/ca.pem"] : [])];
  const missing = needed.filter((file) => !existsSync(join(data, file)));
  return missing.length === 0 ? undefined : plain(missing.join(", "));
};

const follows: Check = {
  id: "spare.follows",
  level: "error",
  what: both("热备机知道跟随哪家店", "The spare knows the store it follows"),
  why: both("不跟随任何店的热备接不了班", "A spare that follows nobody cannot take over"),
  cure: both(
    "tallygate spare follow --of … --kit …；不再作热备：tallygate spare off",
    "tallygate spare follow --of … --kit …; to be none any more: tallygate spare off",
  ),
  examine: ({ machine }) => {
    const hasCopy = existsSync(copyFile(machine.data));
    const isOver = existsSync(join(machine.data, "took-over.json"));
    if (isOver || !(isFollowing(machine.data) || hasCopy)) return absent;
    const cause = obstacle(machine);
    return when(cause === undefined, () => cause ?? plain(""));
  },
};

/** Commits heard within the last two minutes, and a whole copy before them. */
const isHeard = (machine: Machine): boolean => {
  const heard = lastHeard(machine.data);
  return heard?.isWhole === true && machine.nowMs() - Date.parse(heard.at) < silentMs;
};

const hears: Check = {
  id: "spare.hears",
  level: "error",
  what: both("热备机听得到店，副本完整", "The spare hears its store and has a whole copy"),
  why: both(
    "听不到的时候，店里的新账不在这里",
    "What the store books while it is not heard is not here",
  ),
  cure: both(
    "systemctl enable --now tallygate-spare；仍听不到就查网线、店的地址、备件包是否同一份",
    "systemctl enable --now tallygate-spare; then the cable, the store's address, the same kit",
  ),
  examine: ({ machine }) => {
    if (!isFollowing(machine.data)) return absent;
    if (isHeard(machine)) return when(true, () => plain(""));
    const at = lastHeard(machine.data)?.at;
    return failed(at === undefined ? both("还没听到过", "never heard yet") : plain(at));
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "enable", unitName);
    await must(machine, "systemctl", "restart", unitName);
    for (const end = Date.now() + repairMs; Date.now() < end; await sleep(lookMs))
      if (isHeard(machine)) return;
    throw new RepairFailed("the store is not heard");
  },
};

export const spare: readonly Check[] = [inStep, follows, hears];
