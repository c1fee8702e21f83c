// The office page's start: a station of its own, and the page element over it.
import { connectStation } from "../kit/station.ts";
import { Office } from "./office.ts";
import "./office-page.ts";

const page = document.createElement("office-page");
const language = navigator.language.startsWith("en") ? "en" : "zh-CN";
page.office = new Office(
  connectStation({ role: "office", name: language === "en" ? "Office" : "店长室" }),
  language,
);
document.body.append(page);
