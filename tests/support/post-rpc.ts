// One call by `POST /rpc` to a gateway process: the result, or the refusal's code as an error.
import type { GatewayProcess } from "./gateway-process.ts";

type Role = keyof GatewayProcess["simulated"]["tokens"];

export type Answered = Readonly<Record<string, unknown>>;

/** Throws with the code where the store said no, and where no answer came. */
export const postRpc = async (
  { simulated: { url, tokens } }: GatewayProcess,
  method: string,
  { as = "test", ...params }: { readonly as?: Role; readonly [name: string]: unknown } = {},
): Promise<Answered> => {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens[as]}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error }: Reply = JSON.parse(await response.text());
  if (result === undefined) throw new Error(`${method}: ${error?.data?.code ?? error?.message}`);
  return result;
};

interface Reply {
  readonly result?: Answered;
  readonly error?: { readonly message: string; readonly data?: { readonly code?: string } };
}
