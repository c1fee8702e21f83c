// How the store is, what its gateway said last, and the redacted file for whoever helps. Talks to the gateway only.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { type Fact, factsOf } from "./health.ts";
import { type Language, wordFor, wordsOf } from "./words.ts";

type Line = ResultOf<"diagnostics.log">["lines"][number];
type Made = ResultOf<"diagnostics.support">;

/** The command examines the whole machine. */
const makeTimeoutMs = 150_000;

const tones = { error: "bad", warn: "warn", info: "calm", debug: "" } as const;
const signs = { error: "✕", warn: "▲", info: "○", debug: "○" } as const;

@customElement("care-panel")
export class CarePanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property() language: Language = "zh-CN";
  @state() private facts: readonly Fact[] = [];
  @state() private lines: readonly Line[] = [];
  @state() private made: Made | undefined;
  @state() private fetched = 0;
  @state() private making = false;
  @state() private refused = "";
  #endings: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const { client } = this;
    if (client === undefined) return;
    this.#endings = [
      client.onStatus(({ state: now }) => {
        if (now === "online") void this.#look();
      }),
      client.on("alert", () => void this.#look()),
    ];
  }

  override disconnectedCallback(): void {
    for (const end of this.#endings.splice(0)) end();
    super.disconnectedCallback();
  }

  async #try(work: (client: TallygateClient) => Promise<void>): Promise<void> {
    if (this.client === undefined) return;
    this.refused = "";
    try {
      await work(this.client);
    } catch (error) {
      this.refused = error instanceof RefusalError ? error.code : String(error);
    }
  }

  #look(): Promise<void> {
    return this.#try(async (client) => {
      const [{ bundle }, { lines }] = await Promise.all([
        client.call("diagnostics.bundle", {}),
        client.call("diagnostics.log", {}),
      ]);
      this.facts = factsOf(bundle);
      this.lines = lines;
    });
  }

  /** Made once, fetched part by part, saved as one file. */
  #make(): Promise<void> {
    this.making = true;
    this.made = undefined;
    this.fetched = 0;
    const done = this.#try(async (client) => {
      const options = { timeoutMs: makeTimeoutMs };
      const made = await client.call("diagnostics.support", {}, options);
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for (let from: number | undefined = 0; from !== undefined;) {
        const part: ResultOf<"diagnostics.supportPart"> = await client.call(
          "diagnostics.supportPart",
          { bundle: made.bundle, from },
        );
        parts.push(bytesOf(part.data));
        from = part.next;
        this.fetched = from ?? made.bytes;
      }
      save(made.name, new Blob(parts, { type: "application/zstd" }));
      this.made = made;
    });
    return done.finally(() => (this.making = false));
  }

  override render(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("care.title")}>
        <header>
          <h2>${words("care.title")}</h2>
          <span class="spring"></span>
          <button class="button" @click=${() => void this.#look()}>${words("care.again")}</button>
        </header>
        <dl>
          ${this.facts.map(
            ({ name, value, kind, at, tone }) => html`
              <div>
                <dt>${wordFor(this.language, "care", name)}</dt>
                <dd>
                  ${
                    tone === undefined
                      ? value
                      : html`<span class="tag ${tone}"
                          >${tone === "good" ? "✓" : "▲"}
                          ${wordFor(this.language, `care.${name}`, value)}</span
                        >`
                  }
                  ${kind === undefined ? nothing : html`<span class="meta">${kind}</span>`}
                  ${at === undefined ? nothing : html`<time class="meta" datetime=${at}>${momentText(at, this.language)}</time>`}
                </dd>
              </div>
            `,
          )}
        </dl>
        ${this.#file()} ${this.#log()}
        ${
          this.refused === ""
            ? nothing
            : html`<p class="refused" role="alert">✕ ${words("refused")}：${this.refused}</p>`
        }
      </section>
    `;
  }

  #file(): TemplateResult {
    const words = wordsOf(this.language);
    const { made, making, fetched } = this;
    const kilobytes = Math.ceil(fetched / 1_000);
    return html`
      <div class="file">
        <div>
          <b>${words("support.title")}</b>
          <p class="meta">${words("support.help")}</p>
        </div>
        <button class="button primary" ?disabled=${making} @click=${() => void this.#make()}>
          ${words("support.make")}
        </button>
        <p class="meta said" role="status">
          ${making ? `${words("support.making")} ${fetched > 0 ? `${kilobytes} kB` : ""}` : nothing}
          ${
            made === undefined
              ? nothing
              : html`✓ <b>${made.name}</b> · ${Math.ceil(made.bytes / 1_000)} kB ·
                  ${made.files.join(", ")}`
          }
        </p>
      </div>
    `;
  }

  #log(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <div class="log" tabindex="0" role="group" aria-label=${words("log.title")}>
        <b>${words("log.title")}</b> <span class="meta">${words("log.help")}</span>
        ${this.lines.length === 0 ? html`<p class="note">${words("log.none")}</p>` : nothing}
        <ol>
          ${this.lines.map(
            ({ at, level, msg, facts }) => html`
              <li>
                <time class="meta" datetime=${at}>${localTime(at)}</time>
                <span class="tag ${tones[level]}"
                  >${signs[level]} ${wordFor(this.language, "level", level)}</span
                >
                <span class="says">${msg} <span class="meta">${factsText(facts)}</span></span>
              </li>
            `,
          )}
        </ol>
      </div>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
        padding: 6px 0;
        border-block-end: 1px solid var(--line);
      }
      dl > div {
        padding: 6px 16px;
      }
      dt {
        color: var(--ink-2);
        font-size: 0.75rem;
      }
      dd {
        overflow-wrap: anywhere;
      }
      .file {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px 12px;
        align-items: center;
        padding: 10px 16px;
        border-block-end: 1px solid var(--line);
      }
      .said {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
      .said:empty {
        display: none;
      }
      .log {
        max-height: 320px;
        padding: 10px 16px;
        overflow: auto;
      }
      .log li {
        display: grid;
        grid-template-columns: 64px 88px minmax(0, 1fr);
        gap: 8px;
        align-items: start;
        padding: 5px 0;
        border-block-start: 1px solid var(--line);
      }
      .log ol {
        margin-block-start: 8px;
      }
      .says {
        overflow-wrap: anywhere;
      }
      .refused {
        padding: 8px 16px;
        color: var(--bad);
        background: var(--bad-soft);
        font-weight: 700;
      }
      @media (max-width: 640px) {
        .file,
        .log li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0);

const save = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const localTime = (at: string): string =>
  new Date(at).toLocaleTimeString("zh-CN", { hour12: false });

const momentText = (at: string, language: Language): string =>
  new Date(at).toLocaleString(language, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

/** Codes and counts on one line; of an error its class and the place it came from. */
const factsText = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .flatMap(([name, value]) =>
      typeof value === "object" && value !== null
        ? Object.values(value).flatMap((part) => (Array.isArray(part) ? part.slice(0, 1) : [part]))
        : [`${name} ${String(value)}`],
    )
    .filter((part) => part !== "")
    .join(" · ");

declare global {
  interface HTMLElementTagNameMap {
    "care-panel": CarePanel;
  }
}
