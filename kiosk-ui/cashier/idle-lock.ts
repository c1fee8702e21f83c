// Locks the till when nobody has touched it for a while. Hands, scans and cards count; what the gateway tells does not.

export interface IdleLock {
  /** somebody is there */
  readonly touched: () => void;
  readonly stop: () => void;
}

const handEvents = ["keydown", "pointerdown"] as const;

export const createIdleLock = (parts: {
  readonly afterMs: number;
  readonly isOnDuty: () => boolean;
  readonly lock: () => void;
}): IdleLock => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (parts.isOnDuty()) parts.lock();
    }, parts.afterMs);
  };
  for (const name of handEvents) addEventListener(name, touched, { capture: true, passive: true });
  touched();
  return {
    touched,
    stop: () => {
      clearTimeout(timer);
      for (const name of handEvents) removeEventListener(name, touched, { capture: true });
    },
  };
};
