// What the house knows of the guest, masked, and the one thing she may change here: whether it may write to her.
import { html, nothing } from "lit";
import { icon } from "../../kit/icons.ts";
import { languageName } from "../../words/kiosk.ts";
import type { Screen } from "../view.ts";
import { who } from "./who.ts";

export const profile: Screen = (view) => {
  const { say, send, visit, language, confirm } = view;
  const { profile: file, person } = visit;
  const change = (): void => {
    send({ type: "CONSENT", marketing: file?.marketing !== true });
    confirm();
  };
  return html`
    <div class="calm">
      <h1>${say("profile.title")}</h1>
      ${who(view)}
      <section class="slip">
        <dl class="facts figure">
          <dt>${say("profile.name")}</dt>
          <dd>${person?.member.name ?? ""}</dd>
          ${
            file?.phone === undefined
              ? nothing
              : html`<dt>${say("profile.phone")}</dt>
                  <dd>${file.phone}</dd>`
          }
          <dt>${say("profile.birthday")}</dt>
          <dd>${say(file?.birthday === true ? "profile.known" : "profile.unknown")}</dd>
          <dt>${say("foot.language")}</dt>
          <dd>${languageName(language)}</dd>
        </dl>
        <p class="note">${say("profile.note")}</p>
      </section>
    </div>
    <div class="controls">
      <button class="tile full" ?disabled=${file === undefined} @click=${change}>
        <span class="top">
          ${say(file?.marketing === true ? "profile.newsOn" : "profile.newsOff")} ${icon("bell")}
        </span>
        <span class="fact">
          ${say(file?.marketing === true ? "profile.stopNews" : "profile.wantNews")}
        </span>
      </button>
      <button class="primary" @click=${() => send({ type: "BACK" })}>
        <span><b>${say("foot.back")}</b></span>
      </button>
    </div>
  `;
};
