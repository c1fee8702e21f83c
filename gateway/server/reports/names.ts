// Names for the ids in a report's rows: the programme's words, members masked, employees, stations.
import type { Column } from "../../reports/report.ts";
import { wordIn } from "../../reports/words.ts";
import type { SqlRow } from "../../store/sqlite/database.ts";
import { nameIn } from "../catalogue.ts";
import type { House } from "../house.ts";

/** column → id → name */
export type ReportNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Namer = (id: string) => string;

export const namesIn = async (
  house: House,
  given: {
    readonly columns: readonly Column[];
    readonly rows: readonly SqlRow[];
    readonly lang: string;
  },
): Promise<ReportNames> => {
  const names: Record<string, Record<string, string>> = {};
  for (const { id, kind } of given.columns) {
    if (!kind.startsWith("name:")) continue;
    const ids = [...new Set(given.rows.map((row) => row[id]))].filter(
      (value): value is string => typeof value === "string",
    );
    const name = await namerFor(house, kind, { ids, lang: given.lang });
    names[id] = Object.fromEntries(ids.map((value) => [value, name(value)]));
  }
  return names;
};

const namerFor = async (
  house: House,
  kind: Column["kind"],
  { ids, lang }: { readonly ids: readonly string[]; readonly lang: string },
): Promise<Namer> => {
  if (kind === "name:member") {
    const members = await house.reports.members(ids);
    return (id) => {
      const member = members.get(id);
      return member === undefined ? id : `${member.name} ${member.number}`;
    };
  }
  if (kind === "name:staff") {
    const view = await house.store.view(ids.map((id) => ({ kind: "staff", id })));
    return (id) => view.get("staff", id)?.name ?? id;
  }
  if (kind === "name:station") return (id) => house.stations.get(id)?.name ?? id;
  const term = nameIn(house.programmes.current(), lang);
  return (id) => term(id) ?? wordIn(id, lang);
};
