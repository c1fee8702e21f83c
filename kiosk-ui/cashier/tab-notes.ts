// What this tab keeps over a reload, and no longer: that it was locked, and whose card was on the bill.

const lockedName = "tallygate.locked";
const shownName = "tallygate.shown";

export const tabNotes = {
  isLocked: (): boolean => sessionStorage.getItem(lockedName) === "1",
  setLocked: (locked: boolean): void => {
    if (locked) sessionStorage.setItem(lockedName, "1");
    else sessionStorage.removeItem(lockedName);
  },
  /** number of the shown card */
  shown: (): string | undefined => sessionStorage.getItem(shownName) ?? undefined,
  setShown: (number: string | undefined): void => {
    if (number === undefined) sessionStorage.removeItem(shownName);
    else sessionStorage.setItem(shownName, number);
  },
} as const;
