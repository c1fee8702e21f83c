// The programme's own "no" as a refusal of the closed table.
import { isRefusalCode, type Refusal, refusal } from "../../refusals.ts";

/** A code outside the table becomes `not_permitted` and says what the programme said. */
export const deniedBy = (denied: { readonly code: string; readonly cite?: string }): Refusal =>
  isRefusalCode(denied.code)
    ? refusal(denied.code, undefined, denied.cite)
    : refusal("not_permitted", { why: denied.code }, denied.cite);
