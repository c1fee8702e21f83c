// The house's look on its pages and receipts: names, colour, logo. What a colour becomes so that it can be read is the
// gateway's to say; this shows it before anything is saved.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { RefusalError } from "../../gateway/protocol/client.ts";
import type { ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { brandStyles } from "./brand-styles.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";

type Brand = ResultOf<"brand.get">;
type Contrast = ResultOf<"brand.try">;
type Logo = NonNullable<ParamsOf<"brand.put">["logo"]>;

const nameLanguages = ["zh-CN", "zh-Hant", "en", "ja", "ko", "ar"] as const;
type NameLanguage = (typeof nameLanguages)[number];
/** Languages are called what they call themselves, whatever the page speaks. */
const ownNames: Readonly<Record<NameLanguage, string>> = {
  "zh-CN": "简体中文",
  "zh-Hant": "繁體中文",
  en: "English",
  ja: "日本語",
  ko: "한국어",
  ar: "العربية",
};

const modes = ["day", "night", "high"] as const;
/** Grounds of the three ways a page is shown (tokens.css). */
const grounds = { day: "#faf7f2", night: "#14130f", high: "#ffffff" } as const;

const logoTypes = ["image/svg+xml", "image/png"] as const;
const logoBytesMax = 32 * 1_024;
const houseColour = "#0f4c4a";
/** A colour picker tells of every step of a hand. */
const settleMs = 150;

const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/iu.test(text);

@customElement("brand-panel")
export class BrandPanel extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private colour = "";
  @state() private contrast: Contrast | undefined;
  @state() private logo: Logo | undefined;
  @state() private names: Readonly<Partial<Record<NameLanguage, string>>> = {};
  @state() private said: TemplateResult | typeof nothing = nothing;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(async () => this.#show(await this.office.client.call("brand.get", {})));
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#settling);
    super.disconnectedCallback();
  }

  #show({ colour = "", contrast, logo, names = {} }: Brand): void {
    this.colour = colour;
    this.contrast = contrast;
    this.logo = logo;
    this.names = names;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.said = nothing;
    try {
      await work();
    } catch (error) {
      this.#say("wrong", this.#sentence(error));
    }
  }

  #sentence(error: unknown): string {
    const fault = error instanceof RefusalError ? error.params["fault"] : undefined;
    if (fault === "size" || fault === "picture" || fault === "active")
      return this.office.say(`brand.${fault}`);
    return this.office.sentence(error);
  }

  #say(kind: "done" | "wrong", sentence: string): void {
    this.said =
      kind === "done"
        ? html`<p class="done" role="status">✓ ${sentence}</p>`
        : html`<p class="wrong" role="alert">✕ ${sentence}</p>`;
  }

  #choose(colour: string): void {
    this.colour = colour;
    clearTimeout(this.#settling);
    if (!isColour(colour)) this.contrast = undefined;
    else this.#settling = setTimeout(() => void this.#look(colour), settleMs);
  }

  #look(colour: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    return this.#try(async () => {
      const contrast = await this.office.client.call("brand.try", { colour });
      if (asked === this.#asked && colour === this.colour) this.contrast = contrast;
    });
  }

  async #take(event: Event): Promise<void> {
    const input = event.target;
    const file = input instanceof HTMLInputElement ? input.files?.item(0) : undefined;
    if (!(input instanceof HTMLInputElement) || file == null) return;
    input.value = "";
    const type = logoTypes.find((known) => known === file.type);
    if (type === undefined) return this.#say("wrong", this.office.say("brand.picture"));
    if (file.size > logoBytesMax) return this.#say("wrong", this.office.say("brand.size"));
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.logo = {
      type,
      data: btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("")),
    };
    this.said = nothing;
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    const { client, say } = this.office;
    const names = Object.fromEntries(
      Object.entries(this.names).filter(([, name]) => name.trim() !== ""),
    );
    void this.#try(async () => {
      const { contrast } = await client.call("brand.put", {
        colour: this.colour === "" ? null : this.colour,
        logo: this.logo ?? null,
        names: Object.keys(names).length === 0 ? null : names,
        key: client.newKey(),
      });
      this.contrast = contrast;
      this.#say("done", say("brand.saved"));
      await this.office.load();
    });
  };

  override render(): TemplateResult {
    const { say } = this.office;
    const unready = this.colour !== "" && this.contrast === undefined;
    return html`
      <section class="panel" aria-label=${say("brand.title")}>
        <header><h2>${say("brand.title")}</h2></header>
        <form class="body" @submit=${this.#save}>
          <p class="note">${say("brand.help")}</p>
          <div class="halves">
            <div class="half">${this.#colourFields()} ${this.#contrastShown()}</div>
            <div class="half">${this.#logoFields()}</div>
          </div>
          ${this.#nameFields()}
          <div class="end">
            <button class="button primary" ?disabled=${unready}>${say("brand.save")}</button>
          </div>
          ${this.said}
        </form>
      </section>
    `;
  }

  #colourFields(): TemplateResult {
    const { say } = this.office;
    const wrong = this.colour !== "" && !isColour(this.colour);
    return html`
      <div class="row">
        <label class="field"
          >${say("brand.colour")}
          <input
            type="color"
            .value=${isColour(this.colour) ? this.colour.toLowerCase() : houseColour}
            @input=${(event: Event) => this.#choose(valueOf(event))}
          />
        </label>
        <label class="field"
          >${say("brand.code")}
          <input
            name="colour"
            maxlength="7"
            placeholder=${houseColour}
            spellcheck="false"
            aria-invalid=${wrong}
            .value=${this.colour}
            @input=${(event: Event) => this.#choose(valueOf(event).trim())}
          />
        </label>
        <button
          type="button"
          class="button"
          ?disabled=${this.colour === ""}
          @click=${() => this.#choose("")}
        >
          ${say("brand.noColour")}
        </button>
      </div>
      ${wrong ? html`<p class="note">${say("brand.codeHelp")}</p>` : nothing}
    `;
  }

  #contrastShown(): TemplateResult | typeof nothing {
    const { say } = this.office;
    const { contrast } = this;
    if (contrast === undefined) return nothing;
    const places = { asked: contrast.asked.toFixed(1), used: contrast.used.toFixed(1) };
    return html`
      <p role="status">
        <span class="tag ${contrast.adjusted ? "warn" : "good"}"
          >${contrast.adjusted ? "▲" : "✓"}
          ${say(contrast.adjusted ? "brand.adjusted" : "brand.fits", places)}</span
        >
      </p>
      <ul class="samples">
        ${modes.map((mode) => {
          const { primary, onPrimary } = contrast.colours[mode];
          return html`
            <li style="background: ${grounds[mode]}; color: ${primary}">
              <b>${say(`brand.${mode}`)}</b>
              <span class="sample" style="background: ${primary}; color: ${onPrimary}"
                >${say("brand.sample")}</span
              >
              <span class="mono">${primary}</span>
            </li>
          `;
        })}
      </ul>
    `;
  }

  #logoFields(): TemplateResult {
    const { say } = this.office;
    const { logo } = this;
    return html`
      <div class="row">
        <label class="button file"
          >${say("brand.choose")}
          <input
            type="file"
            accept=${logoTypes.join(",")}
            @change=${(event: Event) => void this.#take(event)}
          />
        </label>
        <button
          type="button"
          class="button"
          ?disabled=${logo === undefined}
          @click=${() => (this.logo = undefined)}
        >
          ${say("brand.noLogo")}
        </button>
      </div>
      <p class="note">${say("brand.logoHelp")}</p>
      ${
        logo === undefined
          ? html`<p class="note">○ ${say("brand.seal")}</p>`
          : html`
              <ul class="samples">
                ${(["day", "night"] as const).map(
                  (mode) => html`
                    <li class="picture ${mode}" style="background: ${grounds[mode]}">
                      <img
                        src="data:${logo.type};base64,${logo.data}"
                        alt="${say("brand.logo")}: ${say(`brand.${mode}`)}"
                      />
                    </li>
                  `,
                )}
              </ul>
            `
      }
    `;
  }

  #nameFields(): TemplateResult {
    const { say } = this.office;
    return html`
      <fieldset>
        <legend>${say("brand.names")}</legend>
        ${nameLanguages.map(
          (language) => html`
            <label class="field"
              ><span lang=${language}>${ownNames[language]}</span>
              <input
                name="name-${language}"
                lang=${language}
                dir="auto"
                maxlength="40"
                .value=${this.names[language] ?? ""}
                @input=${(event: Event) => {
                  this.names = { ...this.names, [language]: valueOf(event) };
                }}
              />
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  static override styles = [staffStyles, officeStyles, brandStyles];
}

const valueOf = (event: Event): string =>
  event.target instanceof HTMLInputElement ? event.target.value : "";

declare global {
  interface HTMLElementTagNameMap {
    "brand-panel": BrandPanel;
  }
}
