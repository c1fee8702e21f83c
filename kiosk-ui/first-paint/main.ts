// Runs before the first paint: the time, the house's name and looks as this glass last wore them. Then, once that is
// on the glass, what is touched, and the page's own scripts.
import { isNight } from "../charts/kiosk/night.ts";
import { rememberedLook, wear } from "../kiosk/look.ts";
import { isUpright, timeOf } from "../kiosk/view.ts";

const painted = document.getElementById("painted");
const put = (selector: string, text: string): void => {
  const place = painted?.querySelector(selector);
  if (place) place.textContent = text;
};

// In the house's own language and without Intl, which takes longer to wake than everything else here (view.ts says the
// same in every language).
const now = new Date();
put(".attract-clock time", timeOf(now));
put(".attract-clock span", `${now.getMonth() + 1}月${now.getDate()}日`);
put(".attract-clock span + span", `星期${"日一二三四五六"[now.getDay()] ?? ""}`);
document.documentElement.dataset["theme"] = isNight(now.getHours()) ? "night" : "day";

const look = rememberedLook();
wear(look);
const { house = "", logo } = look;
put(".attract-name span", house);
painted?.querySelector(".attract-name")?.classList.toggle("upright", isUpright(house));
if (logo !== undefined) {
  const picture = Object.assign(new Image(), { className: "logo", src: logo, alt: "" });
  painted?.querySelector(".mark-seal")?.replaceWith(picture);
}

/** A page that nobody looks at paints nothing: it does not wait for that. */
const unseenMs = 1_000;

const { then = "" } = document.currentScript?.dataset ?? {};
let started = false;
const start = (): void => {
  if (started) return;
  started = true;
  for (const path of then.split(" ")) void import(/* @vite-ignore */ path);
};
// The house and its invitation first; pictures and what is touched, in six scripts, with the next frame; then the rest.
new PerformanceObserver((_seen, observer) => {
  observer.disconnect();
  painted?.classList.add("whole");
  requestAnimationFrame(() => setTimeout(start));
}).observe({ type: "paint", buffered: true });
setTimeout(start, unseenMs);
