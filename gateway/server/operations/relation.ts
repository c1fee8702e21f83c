// member.relate: families and friends; ids only, nothing to seal.
import type { Handlers } from "../handler.ts";
import { type Tools, plain } from "../tools.ts";

export const relationHandlers = (tools: Tools): Handlers<"member.relate"> => ({
  "member.relate": plain(tools, "member.relate"),
});
