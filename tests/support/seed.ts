// One seed for all random tests of a run: printed at its start, taken from SEED where that is set.
const seedsMax = 2 ** 31;

export const setup = (): void => {
  process.env["SEED"] ??= String(Math.floor(Math.random() * seedsMax));
  console.log(`random tests: SEED=${process.env["SEED"]}`);
};
