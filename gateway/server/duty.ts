// Who is signed in at a station, and until when. Measured by a clock that only runs forward: setting the
// store's clock neither throws anybody out nor keeps anybody in.

export interface Employee {
  readonly id: string;
  readonly name: string;
  readonly rights: readonly string[];
}

/**
 * ms. Idle: thrice what the till's own page waits, so that it is the gateway's word only where no page gave
 * one. Age: longer than any shift, so that nobody is signed in from one working day to the next.
 */
export const dutyLimits = { idle: 15 * 60_000, age: 14 * 3_600_000 } as const;

export interface Duty {
  /** nobody, once a limit has passed */
  employee(): Employee | undefined;
  /** An employee came, in place of whoever was there; undefined: she left. */
  signIn(employee: Employee | undefined): void;
  /** The employee of a program's own token: as long as the token is good, without limits. */
  carry(employee: Employee): void;
  /** The same employee with other facts: begins nothing anew. */
  refresh(employee: Employee): void;
  /** She has just called. */
  acted(): void;
}

interface Present {
  readonly employee: Employee;
  readonly sinceMs: number;
  readonly actedAtMs: number;
  readonly limited: boolean;
}

export const createDuty = (elapsedMs = (): number => performance.now()): Duty => {
  let present: Present | undefined;
  const begin = (employee: Employee, limited: boolean): void => {
    const now = elapsedMs();
    present = { employee, sinceMs: now, actedAtMs: now, limited };
  };
  const isOver = ({ limited, sinceMs, actedAtMs }: Present): boolean =>
    limited &&
    (elapsedMs() - actedAtMs >= dutyLimits.idle || elapsedMs() - sinceMs >= dutyLimits.age);
  const current = (): Present | undefined => {
    if (present !== undefined && isOver(present)) present = undefined;
    return present;
  };

  return {
    employee: () => current()?.employee,
    signIn: (employee) => {
      if (employee === undefined) present = undefined;
      else begin(employee, true);
    },
    carry: (employee) => begin(employee, false),
    refresh: (employee) => {
      const now = current();
      if (now !== undefined) present = { ...now, employee };
    },
    acted: () => {
      const now = current();
      if (now !== undefined) present = { ...now, actedAtMs: elapsedMs() };
    },
  };
};
