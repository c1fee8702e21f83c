// How every program of these examples comes in: the published client, and a station token from the environment.
import { type TallygateClient, createClient } from "../../gateway/protocol/client.ts";

/** `TALLYGATE_URL` like http://127.0.0.1:8140; `TALLYGATE_TOKEN` of a paired `integration` station. */
export const connect = (): TallygateClient => {
  const { TALLYGATE_URL: url = "http://127.0.0.1:8140", TALLYGATE_TOKEN: token } = process.env;
  if (token === undefined) throw new Error("TALLYGATE_TOKEN is not set: pair this program first");
  return createClient({
    url: `${url.replace(/^http/, "ws")}/rpc`,
    authenticate: () => Promise.resolve({ token }),
  });
};

/** One line of JSON out for each thing that happened; whoever started the program reads them. */
export const say = (what: object): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};
