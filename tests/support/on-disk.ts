// Which files of a folder hold a text, looked at by a process of its own: whoever closes a file of a database gives up
// all locks that his own process has on it (SQLite, "How To Corrupt An SQLite Database File", 2.2).
import { spawnSync } from "node:child_process";

/** Paths; the text is looked for byte by byte. */
export const filesWith = (folder: string, text: string): readonly string[] => {
  const found = spawnSync("grep", ["-rlaFs", "-e", text, folder], { encoding: "utf8" });
  if (found.error !== undefined) throw found.error;
  return found.stdout.split("\n").filter(Boolean);
};
