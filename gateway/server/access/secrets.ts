// What members and PINs of this store are sealed under: secrets of its own, or its chain's, which all its stores share.
import { readChainFile } from "../../chain/nats/chain-file.ts";
import type { Config } from "../../config.ts";
import { readCredential } from "./credential.ts";

/** 32 bytes. Throws ChainFileUnusable where the chain's file cannot be read. */
export const secretOf = ({ chain, data }: Config, name: "master" | "pepper"): Buffer =>
  chain === undefined
    ? readCredential(data, name)
    : Buffer.from(readChainFile(chain).secrets[name], "hex");
