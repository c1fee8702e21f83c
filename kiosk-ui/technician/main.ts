// The technician page's start: a station of its own, and the page element over it.
import { connectStation } from "../kit/station.ts";
import "./technician-page.ts";

const name = navigator.language.startsWith("en") ? "Technician" : "技师页";
const page = document.createElement("technician-page");
page.client = connectStation({ role: "technician", name });
document.body.append(page);
