// The cashier page's start: a station of its own, its desk, and the page element over it. On the till's second
// monitor the same address with ?screen=customer shows the customer what this page says.
import { connectStation } from "../kit/station.ts";
import { tabMemory } from "../kit/tab-memory.ts";
import { tellCustomer } from "../second-screen/channel.ts";
import { shownBill } from "../second-screen/shown-bill.ts";
import { Desk } from "./desk.ts";

const openTill = async (): Promise<void> => {
  await import("./cashier-page.ts");
  const page = document.createElement("cashier-page");
  const memory = tabMemory("cashier");
  const name = navigator.language.startsWith("en") ? "Till" : "收银台";
  const desk = new Desk(connectStation({ role: "cashier", name, memory }));
  page.desk = desk;
  document.body.append(page);
  const tell = tellCustomer();
  desk.addEventListener("changed", () => tell(shownBill(desk)));
};

const isCustomers = new URLSearchParams(location.search).get("screen") === "customer";
await (isCustomers ? import("../second-screen/main.ts") : openTill());
