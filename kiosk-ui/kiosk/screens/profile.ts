// What the house knows of the guest, masked; she may say whether it may write to her, and when her birthday is.
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
          <dd><bdi>${person?.member.name ?? ""}</bdi></dd>
          ${
            file?.phone === undefined
              ? nothing
              : html`<dt>${say("profile.phone")}</dt>
                  <dd><bdi>${file.phone}</bdi></dd>`
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
      ${
        file?.birthday === false
          ? html`<button class="tile full" @click=${() => send({ type: "BIRTHDAY" })}>
              <span class="top">${say("birthday.add")} ${icon("gift")}</span>
              <span class="fact">${say("birthday.why")}</span>
            </button>`
          : nothing
      }
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
