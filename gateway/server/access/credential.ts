// Secrets of the store as files: systemd's credentials where there are some, else made once in the data folder.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * 32 secret bytes by name. `$CREDENTIALS_DIRECTORY/NAME` wins (unsealed by systemd for this service only);
 * else `DIR/credentials/NAME`, mode 0600, made on first use.
 */
export const readCredential = (dir: string, name: string): Buffer => {
  const sealed = process.env["CREDENTIALS_DIRECTORY"];
  if (sealed !== undefined) {
    const given = readIfThere(join(sealed, name));
    if (given !== undefined) return checked(given, name);
  }
  const folder = join(dir, "credentials");
  const file = join(folder, name);
  const kept = readIfThere(file);
  if (kept !== undefined) return checked(kept, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = randomBytes(bytes);
  const draft = `${file}.new`;
  writeFileSync(draft, made.toString("hex"), { mode: 0o600, flush: true });
  renameSync(draft, file);
  return made;
};

const bytes = 32;

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

const checked = (hex: string, name: string): Buffer => {
  const secret = Buffer.from(hex, "hex");
  if (secret.length !== bytes) throw new Error(`credential ${name} must be ${bytes} bytes in hex`);
  return secret;
};
