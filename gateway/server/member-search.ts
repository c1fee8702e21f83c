// One line of text as a cashier types it for somebody she sees or hears: which members it may mean, the surest first.
import { foundMembers, type MemberSearch, searchRoots } from "../members/member/view.ts";
import type { Store } from "../store/contract.ts";
import type { Vault } from "../store/vault.ts";

type Sound = Parameters<Store["membersBySound"]>[0];

/** What a text can be taken for: exact ways, and how a name or a number sounds. */
interface Reading {
  readonly exact: readonly MemberSearch[];
  readonly sound?: Sound;
}

const spoken = /^(?<letters>[a-z]{2,12})?(?<digits>\d{4})?$/u;

const readingOf = (typed: string, vault: Pick<Vault, "index">): Reading => {
  const text = typed.normalize("NFKC").trim();
  const packed = text.toLowerCase().replaceAll(/[\s-]/gu, "");
  const exact: readonly MemberSearch[] = [
    ...(/^[\x21-\x7e]+$/u.test(text) ? [{ number: text }, { token: text }] : []),
    ...(/^\+?\d{7,15}$/u.test(packed) ? [{ phoneIndex: vault.index("phone", packed) }] : []),
    { nameIndex: vault.index("name", text) },
  ];
  const { letters, digits } = spoken.exec(packed)?.groups ?? {};
  if (letters === undefined && digits === undefined) return { exact };
  return {
    exact,
    sound: {
      ...(letters === undefined ? {} : { initials: vault.index("initials", letters) }),
      ...(digits === undefined ? {} : { tail: vault.index("tail", digits) }),
    },
  };
};

/**
 * Ids of at most `limit` members: by number, card or chip, whole phone and whole name; then by the letters of the
 * name (`wxm`), the last four digits of the phone (`5678`) or both (`wxm5678`).
 */
export const membersNamed = async (
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  typed: string,
  limit: number,
): Promise<readonly string[]> => {
  const { exact, sound } = readingOf(typed, vault);
  const view = await store.view(exact.flatMap(searchRoots));
  const ids = new Set(exact.flatMap((by) => foundMembers(view, by)));
  if (sound !== undefined && ids.size < limit)
    for (const id of await store.membersBySound(sound, limit)) ids.add(id);
  return [...ids].slice(0, limit);
};
