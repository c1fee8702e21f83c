// Every screen in every state, without a gateway: #state/language/XL/HC/night shows one; arrow keys go through them.
import "../../../../kiosk-ui/kiosk/kiosk-frame.ts";
import { learnAll, teach } from "../../../../kiosk-ui/words/kiosk.ts";
import { pseudo } from "../../../../kiosk-ui/words/kiosk/pseudo.ts";
import { fixtures, viewOf } from "../fixtures.ts";

teach("en-XA", pseudo);
const frame = document.createElement("kiosk-frame");
document.body.append(frame);

const show = async (): Promise<void> => {
  const [at = "0", language = "zh-CN", ...looks] = location.hash.slice(1).split("/");
  const fixture = fixtures[Number(at)] ?? fixtures[0];
  if (fixture === undefined) return;
  const [large, contrast] = [looks.includes("XL"), looks.includes("HC")];
  const night = looks.includes("night");
  frame.view = viewOf(fixture, { language, large, contrast, night });
  frame.shown = { ...fixture.shown, screen: "attract", warned: true };
  await frame.updateComplete;
  frame.shown = fixture.shown;
  await frame.updateComplete;
  if (fixture.sheet !== undefined)
    frame.renderRoot.querySelector<HTMLElement>(`.foot .${fixture.sheet}`)?.click();
  await frame.updateComplete;
  document.body.dataset["shown"] = location.hash;
};

addEventListener("hashchange", () => void show());
addEventListener("keydown", ({ key }) => {
  const [at = "0", ...mode] = location.hash.slice(1).split("/");
  const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  const next = (Number(at) + step + fixtures.length) % fixtures.length;
  if (step !== 0) location.hash = [next, ...mode].join("/");
});
document.body.dataset["count"] = String(fixtures.length);
await learnAll();
await frame.updateComplete;
await frame.prepare();
await show();
