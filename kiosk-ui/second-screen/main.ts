// The customer screen's start, opened on the till's second monitor at /cashier/?screen=customer. No station of its
// own: it knows only what the cashier's page beside it says.
import { hearCashier } from "./channel.ts";
import { serveTill } from "./pad-channel.ts";
import "./second-screen.ts";

const screen = document.createElement("second-screen");
screen.language = navigator.language;
hearCashier((bill) => {
  screen.bill = bill;
});
screen.pad = serveTill((asked) => {
  screen.asked = asked;
});
document.title = "Tallygate";
document.body.append(screen);
