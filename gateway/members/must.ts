// A broken assumption is a bug: it is thrown, nobody catches it, the process ends and is restarted.

/** The value, which cannot be missing here; `what` names it in the crash report. */
export const must = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`must exist: ${what}`);
  return value;
};

/** Stops the process when something that must hold does not. */
export const holds = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(`must hold: ${what}`);
};
