// PostgreSQL in a cluster of its own, fsync on, for comparison: the same checkout as four lines, four balances and a
// key in one ordinary transaction, and packed into a single call of a server-side function, its best form.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Postgres extends Disposable {
  /** transactions a second of so many clients over the socket */
  readonly ordinary: (clients: number, seconds: number) => number;
  readonly singleCall: (clients: number, seconds: number) => number;
}

const home = "/usr/lib/postgresql";
const accounts = 2000;
const port = 54_329;

const schema = `
CREATE TABLE idem (key text PRIMARY KEY, answer text);
CREATE TABLE entry (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), op text);
CREATE TABLE line (entry bigint, account int, unit text, amount bigint);
CREATE TABLE balance (account int, unit text, amount bigint, PRIMARY KEY (account, unit));
INSERT INTO balance SELECT a, u, 1000000000 FROM generate_series(1, ${accounts}) a, unnest(ARRAY['CNY','pts']) u;
INSERT INTO balance SELECT a, u, 0 FROM generate_series(100001, 100064) a, unnest(ARRAY['CNY','pts']) u;
CREATE TABLE packed (id bigserial PRIMARY KEY, key text UNIQUE, body jsonb);
CREATE TABLE member (id int PRIMARY KEY, stored bigint, points bigint, version bigint);
INSERT INTO member SELECT a, 1000000000, 0, 0 FROM generate_series(1, ${accounts}) a;
CREATE FUNCTION checkout(k text, m int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE left_over bigint;
BEGIN
  UPDATE member SET stored = stored - 1000, points = points + 10, version = version + 1
    WHERE id = m AND stored >= 1000 RETURNING stored INTO left_over;
  INSERT INTO packed (key, body) VALUES (k, jsonb_build_object('m', m, 'lines', jsonb_build_array(
    jsonb_build_array('liab', 'CNY', 1000), jsonb_build_array('income', 'CNY', -1000),
    jsonb_build_array('house', 'pts', 10), jsonb_build_array('avail', 'pts', -10))));
  RETURN left_over;
END $$;`;

/** Made like ours: by the time, then by chance. */
const newKey = "(extract(epoch from clock_timestamp()) * 1000)::bigint || '-' || :k";

const ordinaryScript = `
\\set m random(1, ${accounts})
\\set k random(1, 9000000000000000)
\\set h random(100001, 100064)
BEGIN;
INSERT INTO idem VALUES (${newKey}, 'ok');
INSERT INTO entry (op) VALUES ('bill.settle') RETURNING id AS e \\gset
INSERT INTO line VALUES (:e, :m, 'CNY', -1000);
INSERT INTO line VALUES (:e, :h, 'CNY', 1000);
INSERT INTO line VALUES (:e, :h, 'pts', -10);
INSERT INTO line VALUES (:e, :m, 'pts', 10);
UPDATE balance SET amount = amount - 1000 WHERE account = :m AND unit = 'CNY';
UPDATE balance SET amount = amount + 10 WHERE account = :m AND unit = 'pts';
UPDATE balance SET amount = amount + 1000 WHERE account = :h AND unit = 'CNY';
UPDATE balance SET amount = amount - 10 WHERE account = :h AND unit = 'pts';
COMMIT;`;

const singleCallScript = `
\\set m random(1, ${accounts})
\\set k random(1, 9000000000000000)
SELECT checkout(${newKey}, :m);`;

/** Starts a cluster, or gives undefined where Debian's postgresql is not installed or we are not root. */
export const startPostgres = (): Postgres | undefined => {
  const version = existsSync(home) ? readdirSync(home).toSorted().at(-1) : undefined;
  if (version === undefined || process.getuid?.() !== 0) return undefined;
  const tool = (name: string): string => join(home, version, "bin", name);
  const folder = mkdtempSync(join(tmpdir(), "tallygate-pg-"));
  chmodSync(folder, 0o777);
  const data = join(folder, "data");
  const asPostgres = (...command: readonly string[]): string =>
    execFileSync("runuser", ["-u", "postgres", "--", ...command], {
      encoding: "utf8",
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
  asPostgres(tool("initdb"), "-D", data, "-A", "trust");
  const options = `-p ${port} -k ${folder} -c listen_addresses= -c fsync=on -c synchronous_commit=on`;
  const log = join(folder, "log");
  asPostgres(tool("pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start");
  const connect = ["-h", folder, "-p", String(port)];
  const scripts = { schema, ordinaryScript, singleCallScript };
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text);
  asPostgres("psql", ...connect, "-q", "-d", "postgres", "-f", join(folder, "schema"));

  const rate = (script: string, clients: number, seconds: number): number => {
    const load = ["-n", "-M", "prepared", "-c", clients, "-j", Math.min(2, clients), "-T", seconds];
    const words = ["-f", join(folder, script), "postgres"];
    const said = asPostgres("pgbench", ...connect, ...load.map(String), ...words);
    return Number(/tps = ([\d.]+)/u.exec(said)?.[1]);
  };
  return {
    ordinary: (clients, seconds) => rate("ordinaryScript", clients, seconds),
    singleCall: (clients, seconds) => rate("singleCallScript", clients, seconds),
    [Symbol.dispose]: () => {
      asPostgres(tool("pg_ctl"), "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
