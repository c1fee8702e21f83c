// `/.well-known/security.txt` (RFC 9116): whom to tell of a vulnerability in this store. Knows no address by itself.

/** The text is to be read anew after that; the RFC asks for less than a year. */
const validMs = 90 * 86_400_000;

/** undefined where the store names nobody: a file without a contact is none. */
export const securityTxtOf = (contact: string | undefined, nowMs: number): string | undefined =>
  contact === undefined
    ? undefined
    : `Contact: ${contact}
Expires: ${new Date(nowMs + validMs).toISOString()}
Preferred-Languages: zh, en
`;
