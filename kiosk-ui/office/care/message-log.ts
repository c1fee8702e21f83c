// What became of the messages, newest first, and why where one did not leave.
import { html, nothing, type TemplateResult } from "lit";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import type { CareWord, SayCare } from "./words.ts";

export type Message = ResultOf<"message.list">["messages"][number];

const tones: Readonly<Record<Message["state"], readonly [tone: string, mark: string]>> = {
  queued: ["", "○"],
  sent: ["good", "✓"],
  failed: ["bad", "✕"],
};
const known = ["no_address", "refused", "unreachable", "erased", "no_channel", "no_template"];

const whyText = (say: SayCare, why: string): string =>
  known.includes(why) ? say(`why.${why}` as CareWord) : why;

const row = (
  say: SayCare,
  message: Message,
  nameOf: (template: string) => string,
): TemplateResult => {
  const { at, member, template, channel, state, why } = message;
  const [tone, mark] = tones[state];
  return html`
    <tr>
      <td>${at.slice(0, 16).replace("T", " ")}</td>
      <th scope="row"><a href="#/members/${member}">${member.slice(-6)}</a></th>
      <td>${nameOf(template)}</td>
      <td>${say(`messages.${channel}`)}</td>
      <td>
        <span class="tag ${tone}">${mark} ${say(`sent.${state}`)}</span>
        ${why === undefined ? nothing : whyText(say, why)}
      </td>
    </tr>
  `;
};

export const messageLog = (
  say: SayCare,
  given: {
    readonly log: readonly Message[];
    readonly nameOf: (template: string) => string;
    readonly again: () => void;
  },
): TemplateResult => html`
  <section class="panel" aria-label=${say("messages.log")}>
    <header>
      <h2>${say("messages.log")}</h2>
      <span class="spring"></span>
      <button class="button small" aria-label=${say("messages.log")} @click=${given.again}>
        ↻
      </button>
    </header>
    ${
      given.log.length === 0
        ? html`<p class="empty">${say("messages.none")}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-label=${say("messages.log")}>
            <table class="tight">
              <tbody>
                ${given.log.map((message) => row(say, message, given.nameOf))}
              </tbody>
            </table>
          </div>`
    }
  </section>
`;
