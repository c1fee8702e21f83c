// A hash as a person can read it aloud or compare it on two slips of paper: 40 bits, `7KQ2-M0XF`.

/** Crockford's base 32: no I, L, O or U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const characters = 8;

/** The short code of a SHA-256 in hex. Proves nothing alone; it says which hash to look for. */
export const shortCode = (hash: string): string => {
  let bits = BigInt(`0x${hash.slice(0, 10)}`);
  let code = "";
  for (let place = 0; place < characters; place += 1) {
    code = alphabet.charAt(Number(bits & 31n)) + code;
    bits >>= 5n;
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
};

/** Whether somebody's copy of a code is this hash's: case, O for 0, I and L for 1 and the dash are forgiven. */
export const isShortCodeOf = (typed: string, hash: string): boolean => {
  const read = typed
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/gu, "1")
    .replace(/[\s-]/gu, "");
  return read === shortCode(hash).replace("-", "");
};
