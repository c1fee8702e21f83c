// A long table read page by page: the next page is fetched while the one before it is being worked on.
import type { SqlRow } from "./sqlite/database.ts";

export interface Paging<K> {
  /** the key before the first row wanted */
  readonly from: K;
  readonly next: (row: SqlRow) => K;
  /** rows of a full page: a shorter one is the last */
  readonly pageRows: number;
}

/** `read` gives the rows after a key, at most a page of them, by key. Throws what it throws. */
export async function* pagesOf<K>(
  read: (after: K) => Promise<readonly SqlRow[]>,
  { from, next, pageRows }: Paging<K>,
): AsyncGenerator<readonly SqlRow[], void> {
  let coming: Promise<readonly SqlRow[]> | undefined = read(from);
  while (coming !== undefined) {
    const rows: readonly SqlRow[] = await coming;
    const last = rows.at(-1);
    coming = last === undefined || rows.length < pageRows ? undefined : read(next(last));
    // Whoever stops in the middle leaves a page unread: its failure is nobody's then.
    coming?.catch(() => undefined);
    if (rows.length > 0) yield rows;
  }
}
