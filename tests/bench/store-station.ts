// A real gateway process and a signed-in client of it, for the benches that measure the whole house.
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import { startGatewayProcess, type GatewayProcess } from "../support/gateway-process.ts";

export interface StoreStation extends AsyncDisposable {
  readonly gateway: GatewayProcess;
  readonly client: TallygateClient;
  readonly connect: (role: keyof GatewayProcess["simulated"]["tokens"]) => Promise<TallygateClient>;
}

export const openStation = async (
  options: Parameters<typeof startGatewayProcess>[0] = {},
): Promise<StoreStation> => {
  const gateway = await startGatewayProcess(options);
  const clients: TallygateClient[] = [];
  const connect: StoreStation["connect"] = async (role) => {
    const { url, tokens } = gateway.simulated;
    const client = createClient({
      url: `${url.replace(/^http/u, "ws")}/rpc`,
      authenticate: () => Promise.resolve({ token: tokens[role] }),
    });
    clients.push(client);
    const { promise, resolve } = Promise.withResolvers<void>();
    client.onStatus(({ state }) => {
      if (state === "online") resolve();
    });
    await promise;
    return client;
  };
  return {
    gateway,
    client: await connect("test"),
    connect,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.close();
      await gateway[Symbol.asyncDispose]();
    },
  };
};
