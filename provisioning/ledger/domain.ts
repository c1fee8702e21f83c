// The members' room as the store's tools need it: how events and lines change entities.
import { applyLines } from "../../gateway/members/account/apply-lines.ts";
import { links } from "../../gateway/members/links.ts";
import { evolvers } from "../../gateway/members/registry.ts";
import type { Domain } from "../../gateway/store/options.ts";

export const domain: Domain = { applyLines, links, evolvers };
