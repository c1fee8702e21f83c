// What an example of an operation is: what must be there, what is asked, what is answered. Run by the tests
// against a real gateway, printed in docs/PROTOCOL.md. Knows no gateway.
import type { Topic } from "../events.ts";
import type { Role } from "../operation.ts";
import type { OperationName, ParamsOf } from "../operations.ts";

/** name → JSON pointer into the answer (or event); the value then stands for `@name`. */
export type Save = Readonly<Record<string, string>>;

/** A call on the way to the example. Missing keys are made by the runner. */
export interface GivenCall {
  readonly call: OperationName;
  readonly params?: Readonly<Record<string, unknown>>;
  /** the station that asks; default `test` */
  readonly as?: Role;
  readonly save?: Save;
}

/** The station waits for an event of that topic. */
export interface GivenEvent {
  readonly event: Topic;
  readonly as: Role;
  readonly save?: Save;
}

export type Given = GivenCall | GivenEvent;

/** Params of the operation; the key may be left to the runner. */
type AskOf<O extends OperationName> = Omit<ParamsOf<O>, "key"> & { readonly key?: string };

export interface AnyExample {
  /** shipped programme of the empty store; default `demo`. Its clock says 2024-03-11 10:00. */
  readonly programme?: string;
  readonly given?: readonly Given[];
  /** the station that asks; default `test`. Cashier and office have employee 1002 signed in. */
  readonly as?: Role;
  readonly params: object;
  /** what the answer holds: a subset; `{"$any": true}` where the value differs each time */
  readonly result?: unknown;
  /** instead of a result: the refusal this example shows */
  readonly refused?: string;
}

interface Example<O extends OperationName> extends AnyExample {
  readonly params: AskOf<O>;
}

export type Examples = { readonly [O in OperationName]?: Example<O> };

/** A value of which only the presence is said. */
export const any = { $any: true } as const;
