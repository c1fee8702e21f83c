// The cashier page's start: a station of its own, its desk, and the page element over it.
import { connectStation } from "../kit/station.ts";
import "./cashier-page.ts";
import { Desk } from "./desk.ts";

const page = document.createElement("cashier-page");
page.desk = new Desk(connectStation({ role: "cashier", name: "收银台" }));
document.body.append(page);
