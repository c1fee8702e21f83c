// Walks the store's bearer vouchers, oldest first, a page at a time; those of members are not looked at.
import { bearerIds } from "../members/coupon/find.ts";
import type { Coupon } from "../members/coupon/file.ts";
import type { Store } from "../store/contract.ts";

const pageSize = 1_000;

export async function* bearerVouchers(
  store: Pick<Store, "list">,
): AsyncGenerator<{ readonly id: string; readonly entity: Coupon }> {
  for (let after = bearerIds; ;) {
    const page = await store.list("coupon", after, pageSize);
    const own = page.filter(({ id }) => id.startsWith(bearerIds));
    yield* own;
    if (own.length < pageSize) return;
    after = own.at(-1)?.id ?? after;
  }
}
