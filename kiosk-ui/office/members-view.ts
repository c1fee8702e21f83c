// Looks for members, offers the lists that care for them, and opens one. Masked; a full look is the member file's
// business.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "./care/duplicates-panel.ts";
import "./member-view.ts";
import type { Office } from "./office.ts";
import { officeStyles, viewStyles } from "./office-styles.ts";
import type { Word } from "./words.ts";

type Found = ResultOf<"member.find">["members"];
type Way = "phone" | "number" | "card" | "token" | "name";

const segments: readonly (readonly [Word, string])[] = [
  ["segment.all", "member-list"],
  ["segment.churn", "churn"],
  ["segment.core", "member-consumption"],
  ["segment.credit", "credit"],
  ["segment.referrals", "referrals"],
];

/** What typed text may be, likeliest first. */
const waysOf = (text: string): readonly Way[] => {
  if (/^1\d{10}$/u.test(text)) return ["phone", "number", "token"];
  return /^[\x21-\x7e]+$/u.test(text) ? ["number", "card", "token", "phone"] : ["name"];
};

@customElement("members-view")
export class MembersView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() member = "";
  @property() language = "";
  @state() private found: Found | undefined;
  @state() private wrong = "";
  readonly #endings: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const { client } = this.office;
    this.#endings.push(
      client.on("card.presented", ({ data: { token } }) => {
        if (token !== undefined) void this.#find(token, ["token"]);
      }),
      client.on("code.scanned", ({ data }) => void this.#find(data.code)),
    );
  }

  override disconnectedCallback(): void {
    for (const end of this.#endings.splice(0)) end();
    super.disconnectedCallback();
  }

  async #find(text: string, ways: readonly Way[] = waysOf(text)): Promise<void> {
    this.wrong = "";
    try {
      for (const way of ways) {
        const { members } = await this.office.client.call("member.find", { [way]: text });
        this.found = members;
        if (members.length > 0) break;
      }
      const [only, ...others] = this.found ?? [];
      if (only?.member !== undefined && others.length === 0)
        location.hash = `#/members/${only.member}`;
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>("input[name=search]");
    const text = field?.value.trim() ?? "";
    if (text !== "") void this.#find(text);
  };

  override render(): TemplateResult {
    const { office } = this;
    const { say } = office;
    if (this.member !== "")
      return html`<member-view
        .office=${office}
        .member=${this.member}
        .language=${this.language}
      ></member-view>`;
    return html`
      <h1>${say("nav.members")}</h1>
      <form role="search" @submit=${this.#submit}>
        <label class="field search"
          >${say("members.search")}
          <input name="search" autocomplete="off" enterkeyhint="search" />
        </label>
        <button class="button primary">${say("members.find")}</button>
      </form>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      <section class="panel" aria-live="polite">${this.#list()}</section>
      <section aria-label=${say("members.segments")}>
        <h2>${say("members.segments")}</h2>
        <p class="segments">
          ${segments.map(
            ([word, report]) => html`<a class="button" href="#/reports/${report}">${say(word)}</a>`,
          )}
          <a class="button" href="#/segments">${say("nav.segments")}</a>
        </p>
      </section>
      <duplicates-panel .office=${office} .language=${this.language}></duplicates-panel>
    `;
  }

  #list(): TemplateResult {
    const { say } = this.office;
    const { found } = this;
    if (found === undefined) return html`<p class="empty">${say("members.hint")}</p>`;
    if (found.length === 0) return html`<p class="empty">${say("members.none")}</p>`;
    return html`
      <div class="scroll">
        <table class="tight">
          <tbody>
            ${found.map(
              (one) => html`
                <tr>
                  <th scope="row"><a href="#/members/${one.member}">${one.name}</a></th>
                  <td>${one.number}</td>
                  <td>${one.phone ?? "—"}</td>
                  <td>${one.cards?.map(({ number }) => number).join(" · ")}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    viewStyles,
    css`
      form {
        display: flex;
        gap: 8px;
        align-items: end;
      }
      .search {
        flex: 1;
        max-width: 480px;
      }
      .segments {
        display: flex;
        gap: 8px;
        flex-wrap: wrap;
        margin-block-start: 8px;
      }
      a {
        color: inherit;
      }
      a.button {
        text-decoration: none;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "members-view": MembersView;
  }
}
