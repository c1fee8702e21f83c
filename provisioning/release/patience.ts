// How much longer than usual everything may take here: 1 on any machine that is sold, more on an emulated one, which
// says so in its environment.
const word = "TALLYGATE_PATIENCE";
const factorMax = 100;

const given = Number(process.env[word] ?? 1);
const factor = given >= 1 && given <= factorMax ? given : 1;

/** A time limit as it holds on this machine, ms. */
export const patient = (limitMs: number): number => limitMs * factor;
