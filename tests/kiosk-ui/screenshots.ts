// Takes a picture of every screen of the built pages against a real gateway into screenshots/ (not kept in git).
// Usage: node tests/kiosk-ui/screenshots.ts [kiosk|cashier|office|technician …] [en/till/night …]
//        node tests/kiosk-ui/screenshots.ts gallery [ja/M …]    every state of the kiosk, without a gateway
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { launchChromium } from "../support/pages.ts";
import { root } from "../support/sources.ts";
import { takeCashier } from "./pictures/cashier.ts";
import { takeGallery } from "./pictures/gallery.ts";
import { takeKiosk } from "./pictures/kiosk.ts";
import { takeOffice } from "./pictures/office.ts";
import { takeTechnician } from "./pictures/technician.ts";

const takes = {
  kiosk: takeKiosk,
  cashier: takeCashier,
  office: takeOffice,
  technician: takeTechnician,
} as const;
const isTake = (name: string): name is keyof typeof takes => Object.hasOwn(takes, name);
const asked = process.argv.slice(2).filter(isTake);
const folder = join(root, "screenshots");
mkdirSync(folder, { recursive: true });

if (process.argv.includes("gallery")) {
  const browser = await launchChromium();
  const modes = process.argv.slice(2).filter((argument) => argument.includes("/"));
  console.log(`${await takeGallery(browser, folder, modes)} pictures in ${folder}`);
  await browser.close();
  process.exit(0);
}

await using gateway = await startGatewayProcess({ args: ["--clock", "2026-11-21T19:26:00+08:00"] });
const browser = await launchChromium();
try {
  for (const name of asked.length > 0 ? asked : (["kiosk", "cashier", "technician"] as const))
    await takes[name]({ gateway, browser, folder });
} finally {
  await browser.close();
}
console.log(`pictures in ${folder}`);
