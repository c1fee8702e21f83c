// Prints what the store tells: `TALLYGATE_HOOK_SECRET=whsec_… node docs/examples/receiver.ts`. The demonstration
// store may send here: webhook.put {url: "http://127.0.0.1:8141/hooks"}.
import { say } from "./connect.ts";
import { receiveHooks } from "./hooks.ts";

receiveHooks({
  port: 8141,
  secret: process.env["TALLYGATE_HOOK_SECRET"] ?? "",
  take: (hook) => Promise.resolve(say(hook)),
});
