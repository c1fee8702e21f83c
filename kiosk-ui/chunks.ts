// Which modules travel together: what every page begins with, what the kiosk needs up to its idle screen, what it needs
// for a visit. Fewer files are fewer questions on a slow processor; languages and the form that pairs stay apart.

interface Module {
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}
interface Graph {
  readonly getModuleInfo: (id: string) => Module | null;
}

const start = /\/kiosk-ui\/(kiosk|cashier|office|technician|second-screen)\/main\.ts$/;
const pages = 4;
/** Each is a file of its own: what one guest needs another does not. */
const apart = /\/words\/kiosk\/packs\/|\/kit\/pairing/;

/** The pages whose start leads to a module, by the ways asked for. */
const pagesAbove = (
  id: string,
  waysUp: (module: Module) => readonly string[],
  graph: Graph,
): ReadonlySet<string> => {
  const reached = new Set([id]);
  for (const one of reached) {
    const module = graph.getModuleInfo(one);
    if (module !== null) for (const up of waysUp(module)) reached.add(up);
  }
  return new Set([...reached].flatMap((one) => start.exec(one)?.[1] ?? []));
};

export const chunkOf = (id: string, graph: Graph): string | null => {
  if (apart.test(id)) return null;
  const first = pagesAbove(id, ({ importers }) => importers, graph);
  if (first.has("kiosk") && first.size >= pages) return "core";
  const all = pagesAbove(id, (one) => [...one.importers, ...one.dynamicImporters], graph);
  if (!all.has("kiosk") || all.size > 1) return null;
  return first.has("kiosk") ? "kiosk" : "visit";
};
