// Draws head office's page for the operator's manual: two stores on a real cluster of three servers, one of which was
// cut off half a minute ago and sells on.
import { join } from "node:path";
import { openChainPage } from "../support/chain-page.ts";
import {
  enrol,
  settled,
  spend,
  startTestChain,
  storedAt,
  until,
} from "../support/chain-gateways.ts";
import { root } from "../support/sources.ts";

const folder = join(root, "docs/pictures");

/** Needs the built pages, Chromium and what the chain's tests need. */
export const drawHeadOffice = async (): Promise<void> => {
  await using chain = await startTestChain();
  const one = await chain.store("s1");
  const two = await chain.store("s2");
  const office = await chain.store("office", "head-office");
  await Promise.all([one, two, office].map(settled));
  const holder = await enrol(one, 100_000);
  await until(
    () => storedAt(two, holder),
    (value) => value === 110_000,
  );
  await spend(two, holder, { amount: 30_000 });
  await spend(two, holder, { amount: 30_000 });
  await settled(two);
  two.cutOff();
  await until(
    () => two.call("sync.status"),
    ({ headOffice }) => headOffice === "offline",
  );
  await spend(two, holder, { amount: 2_000 });
  await until(
    () => office.call("chain.stores"),
    (answer) => JSON.stringify(answer).includes("silent"),
  );
  await using shown = await openChainPage(office, { locale: "en" });
  await shown.page.setViewportSize({ width: 1366, height: 768 });
  await shown.page.screenshot({ path: join(folder, "head-office.png") });
  await shown.tab("Settlement");
  await shown.page.locator("chain-view tbody tr").first().waitFor();
  await shown.page.screenshot({ path: join(folder, "head-office-settlement.png") });
  if (shown.problems.length > 0) throw new Error(shown.problems.join("\n"));
};
