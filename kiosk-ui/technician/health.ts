// What the technician's page shows of the store's health, out of the gateway's own account of itself. Draws nothing.

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** what stands beside it in small type */
  readonly kind?: string;
  /** RFC 3339 */
  readonly at?: string;
  /** a judgement; its value is then a word of the page */
  readonly tone?: "good" | "warn" | "bad";
}

type Bundle = Readonly<Record<string, unknown>>;

/** A member of whatever came over the wire; empty where there is none. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), value);

const textAt = (bundle: Bundle, ...path: readonly string[]): string => {
  const value = at(bundle, ...path);
  return typeof value === "string" ? value : "";
};

const listAt = (bundle: Bundle, name: string): readonly unknown[] => {
  const value = at(bundle, name);
  return Array.isArray(value) ? value : [];
};

const minutesIn = { hour: 60, day: 1_440 } as const;

/** 95 → "1 h 35 min". Seconds in. */
export const lasting = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < minutesIn.hour) return `${minutes} min`;
  if (minutes < minutesIn.day)
    return `${Math.floor(minutes / minutesIn.hour)} h ${minutes % minutesIn.hour} min`;
  return `${Math.floor(minutes / minutesIn.day)} d ${Math.floor((minutes % minutesIn.day) / minutesIn.hour)} h`;
};

/** When something was done, where it was. */
const done = (at: string): { readonly at?: string } => (at === "" ? {} : { at });

const booksFact = (bundle: Bundle): Fact => {
  const audited = textAt(bundle, "books", "audited", "at");
  const whole = at(bundle, "books", "whole") === true && at(bundle, "books", "readOnly") === false;
  return {
    name: "books",
    value: whole ? "whole" : "broken",
    ...done(audited),
    tone: whole ? "good" : "bad",
  };
};

const backupFact = (bundle: Bundle): Fact => {
  const made = textAt(bundle, "books", "backup", "at");
  const failed = Number(at(bundle, "books", "backup", "failed") ?? 0) > 0;
  const value = failed ? "failed" : made === "" ? "never" : "made";
  return { name: "backup", value, ...done(made), tone: value === "made" ? "good" : "warn" };
};

/** Jobs that wait for a device or for a person. */
const waiting: ReadonlySet<unknown> = new Set(["queued", "blocked", "uncertain", "failed"]);

export const factsOf = (bundle: Bundle): readonly Fact[] => {
  const devices = listAt(bundle, "devices");
  const ready = devices.filter((device) => at(device, "state") === "ready").length;
  const stations = listAt(bundle, "sessions");
  const connected = stations.filter((station) => at(station, "connected") === true).length;
  const jobs = listAt(bundle, "jobs").filter((job) => waiting.has(at(job, "state"))).length;
  const megabytes = Math.round(Number(at(bundle, "memory", "rss") ?? 0) / 1e6);
  const allReady = ready === devices.length;
  return [
    booksFact(bundle),
    backupFact(bundle),
    {
      name: "ready",
      value: allReady ? "all" : "some",
      kind: `${ready} / ${devices.length}`,
      tone: allReady ? "good" : "warn",
    },
    {
      name: "jobs",
      value: jobs === 0 ? "none" : "waiting",
      kind: String(jobs),
      tone: jobs === 0 ? "good" : "warn",
    },
    {
      name: "headOffice",
      value: textAt(bundle, "headOffice"),
      tone: textAt(bundle, "headOffice") === "offline" ? "warn" : "good",
    },
    { name: "connected", value: `${connected} / ${stations.length}` },
    { name: "uptime", value: lasting(Number(at(bundle, "uptimeS") ?? 0)) },
    { name: "memory", value: `${megabytes} MB` },
    {
      name: "build",
      value: textAt(bundle, "build"),
      kind: `Node ${textAt(bundle, "node")}`,
    },
    {
      name: "programme",
      value: `${textAt(bundle, "programme", "id")} ${Number(at(bundle, "programme", "version") ?? 0)}`,
    },
  ];
};
