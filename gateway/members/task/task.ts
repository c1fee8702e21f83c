// task.put and task.finish: what an employee is to do for a guest (call her back, look after something), until
// it is done.
import { isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { accepted, type Decider, type Ref, refused, type View } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { lookup, point, pointerIdsMax, unpoint } from "../member/lookups.ts";
import type { TaskFile } from "../trade-state.ts";

type TaskPut = { type: "TaskPut"; task: string; file: TaskFile };
type TaskFinished = {
  type: "TaskFinished";
  task: string;
  state: "done" | "dropped";
  staff?: string;
};

const openTasks = "tasks:open";

export const openTaskRoots: readonly Ref[] = [lookup(openTasks)];
export const openTaskIds = (view: Pick<View, "get">): readonly string[] =>
  view.get("lookup", openTasks)?.ids ?? [];

export interface PutTaskParams {
  readonly kind: TaskFile["kind"];
  readonly due: string;
  /** what is to be done, sealed: it is about people */
  readonly sealed: string;
  readonly member?: string;
}

/** → `{task}` */
export const putTask: Decider<PutTaskParams> = {
  roots: ({ member }) => [
    ...openTaskRoots,
    ...(member === undefined ? [] : [{ kind: "member" as const, id: member }]),
  ],
  decide: ({ member, ...given }, view, context) => {
    const file = member === undefined ? undefined : view.get("member", member);
    if (member !== undefined && (file === undefined || file.erased === true))
      return refused(refusal("not_found", { member }));
    if (!isDate(given.due)) return refused(refusal("not_permitted", { why: "due" }));
    if (openTaskIds(view).length >= pointerIdsMax)
      return refused(refusal("limit.reached", { limit: pointerIdsMax }));
    const task = context.newId("task");
    const { staff } = context.actor;
    const of = member === undefined ? {} : { member };
    const by = staff === undefined ? {} : { by: staff };
    const made: TaskFile = { ...given, ...of, ...by, state: "open" };
    return accepted({
      events: [happened<TaskPut>({ type: "TaskPut", task, file: made })],
      lines: [],
      result: { task },
      ...of,
    });
  },
};

export interface FinishTaskParams {
  readonly task: string;
  readonly state: "done" | "dropped";
}

/** → `{task, state}`; one employee finishes it, the next one is told that it is over */
export const finishTask: Decider<FinishTaskParams> = {
  roots: ({ task }) => [{ kind: "task", id: task }, ...openTaskRoots],
  decide: ({ task, state }, view, context) => {
    const file = view.get("task", task);
    if (file === undefined) return refused(refusal("not_found", { task }));
    if (file.state !== "open")
      return refused(refusal("not_permitted", { state: file.state, by: file.doneBy ?? "" }));
    const { staff } = context.actor;
    const by = staff === undefined ? {} : { staff };
    return accepted({
      events: [happened<TaskFinished>({ type: "TaskFinished", task, state, ...by })],
      lines: [],
      result: { task, state },
      ...(file.member === undefined ? {} : { member: file.member }),
    });
  },
};

export const taskEvolvers = {
  TaskPut: evolver<TaskPut>((draft, { task, file }) => {
    draft.put("task", task, file);
    point(draft, openTasks, { kind: "task", id: task });
  }),
  TaskFinished: evolver<TaskFinished>((draft, { task, state, staff }, { at }: At) => {
    const file = draft.get("task", task);
    if (file === undefined) return;
    const by = staff === undefined ? {} : { doneBy: staff };
    draft.put("task", task, { ...file, state, doneAt: at, ...by });
    unpoint(draft, openTasks, task);
  }),
};
