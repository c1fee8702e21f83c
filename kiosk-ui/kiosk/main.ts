// The kiosk page's start: a station of its own, and the page element over it.
import { connectStation } from "../kit/station.ts";
import "./kiosk-page.ts";

const page = document.createElement("kiosk-page");
page.client = connectStation({ role: "kiosk", name: "大堂自助机" });
document.body.append(page);
// What was painted before any script ran gives way in the same frame.
void page.drawn.then(() => document.getElementById("painted")?.remove());
