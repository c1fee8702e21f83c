// Tiers and tasks as ladders: ranks apart, every rung reachable, no task that waits for itself.
import type { Conditions, Match, Matcher, ProgrammeFile, Rule } from "../format.ts";
import type { Finding } from "./finding.ts";
import { error, note, pointer, warning } from "./finding.ts";

const lowerBound = (matcher: Matcher | undefined): number | undefined => {
  if (typeof matcher !== "object" || !("gte" in matcher)) return undefined;
  return typeof matcher.gte === "number" ? matcher.gte : undefined;
};

/** Whether whoever fulfils `harder` fulfils `easier` as well, as far as lower bounds tell. */
const implies = (harder: Match, easier: Match): boolean =>
  Object.entries(easier).every(([fact, matcher]) => {
    const asked = harder[fact];
    if (JSON.stringify(asked) === JSON.stringify(matcher)) return true;
    const [least, given] = [lowerBound(matcher), lowerBound(asked)];
    return least !== undefined && given !== undefined && given >= least;
  });

const always = (harder: Conditions, easier: Conditions): boolean =>
  harder.any.every((match) => easier.any.some((other) => implies(match, other)));

const checkRanks = (file: ProgrammeFile): readonly Finding[] =>
  (file.tiers ?? []).flatMap((tier, index, tiers) => {
    const at = pointer("tiers", index);
    const findings: Finding[] = [];
    const twin = tiers.slice(0, index).find((other) => other.rank === tier.rank);
    if (twin !== undefined) {
      findings.push(error("tier_overlap", `${at}/rank`, `has the same rank as "${twin.id}"`));
    }
    const { up } = tier;
    const above = tiers.find(
      (other) =>
        other.rank > tier.rank &&
        up !== undefined &&
        other.up !== undefined &&
        other.takesEffect === tier.takesEffect &&
        always(up, other.up),
    );
    if (above !== undefined) {
      const message = `never reached: who fulfils it fulfils "${above.id}" as well`;
      findings.push(warning("tier_unreachable", `${at}/up`, message));
    }
    if (tier.keep !== undefined && (tier.down ?? "never") === "never") {
      findings.push(
        warning("keep_without_down", `${at}/keep`, "nothing is lost by not keeping it"),
      );
    }
    if (tier.up !== undefined && tier.down === "never") {
      findings.push(note("never_down", `${at}/down`, "once reached it is kept for good"));
    }
    if ((tier.down ?? "never") !== "never" && tier.cycle === undefined) {
      findings.push(
        warning("no_cycle", `${at}/down`, "never goes down: it has no cycle that ends"),
      );
    }
    return findings;
  });

interface Task {
  readonly rule: Rule;
  readonly index: number;
  readonly needs: ReadonlySet<string>;
  readonly gives: ReadonlySet<string>;
}

const tasksOf = (file: ProgrammeFile): readonly Task[] =>
  file.rules.flatMap((rule, index): readonly Task[] => {
    const task = rule.then.task;
    if (task === undefined) return [];
    const facts = Object.keys({ ...rule.when, ...task.goal });
    const needs = facts.flatMap((fact) =>
      fact.startsWith("has.") ? [fact.slice("has.".length)] : fact === "tier" ? ["tier"] : [],
    );
    const gives = [task.reward].flat().flatMap((reward) => {
      if ("grant" in reward) return [reward.grant.asset];
      return "tier" in reward ? ["tier"] : [];
    });
    return [{ rule, index, needs: new Set(needs), gives: new Set(gives) }];
  });

/** A task whose goal needs what only tasks behind it give would wait for itself. */
const checkTaskCycles = (file: ProgrammeFile): readonly Finding[] => {
  const tasks = tasksOf(file);
  const reaches = (from: Task, to: Task, seen: ReadonlySet<Task>): boolean =>
    tasks.some(
      (next) =>
        from.gives.intersection(next.needs).size > 0 &&
        (next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next])))),
    );
  return tasks
    .filter((task) => reaches(task, task, new Set([task])))
    .map((task) =>
      error(
        "task_cycle",
        pointer("rules", task.index, "then", "task"),
        `its goal needs what it gives itself, by way of ${[...task.gives].join(", ")}`,
      ),
    );
};

export const checkLadders = (file: ProgrammeFile): readonly Finding[] => [
  ...checkRanks(file),
  ...checkTaskCycles(file),
];
