// What gateway and device said to each other last, as the gateway has it: redacted, newest first.
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { shortId } from "../kit/short-id.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { testWordsOf } from "./test-words.ts";
import type { Language } from "./words.ts";

const shownMax = 40;

interface Line {
  readonly at: number;
  readonly out: boolean;
  readonly says: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of a frame on one line; what is nested by its names only. */
const saysOf = (frame: Readonly<Record<string, unknown>>): string =>
  Object.entries(frame)
    .filter(([name]) => name !== "device" && name !== "at" && name !== "id")
    .map(([name, value]) =>
      isRecord(value) ? `${name} {${Object.keys(value).join(", ")}}` : `${name} ${String(value)}`,
    )
    .join(" · ");

const lineOf = (line: unknown): readonly Line[] =>
  isRecord(line) && typeof line["at"] === "number" && isRecord(line["frame"])
    ? [{ at: line["at"], out: line["direction"] === "out", says: saysOf(line["frame"]) }]
    : [];

@customElement("trace-panel")
export class TracePanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property() device = "";
  @property() language: Language = "zh-CN";
  @state() private lines: readonly Line[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("device")) void this.#load();
  }

  async #load(): Promise<void> {
    const { client, device } = this;
    if (client === undefined || device === "") return;
    const answer = await client.call("device.trace", { device }).catch(() => undefined);
    if (answer === undefined || device !== this.device) return;
    this.lines = answer.trace.flatMap(lineOf).slice(-shownMax).toReversed();
  }

  override render(): TemplateResult {
    const words = testWordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("trace")}>
        <header>
          <h2>${words("trace")}</h2>
          <b>${this.device}</b>
          <span class="spring"></span>
          <button class="button" @click=${() => void this.#load()}>${words("trace.again")}</button>
        </header>
        <p class="note">${words("trace.help")}</p>
        <div class="lines" tabindex="0" role="group" aria-label=${words("trace")}>
          ${
            this.lines.length === 0
              ? html`<p class="note">${words("trace.none")}</p>`
              : html`<ol>
                  ${this.lines.map(
                    ({ at, out, says }) => html`
                      <li>
                        <time class="meta"
                          >${new Date(at).toLocaleTimeString("zh-CN", { hour12: false })}</time
                        >
                        <span title=${words(out ? "trace.out" : "trace.in")}
                          ><span aria-hidden="true">${out ? "→" : "←"}</span
                          ><span class="unseen"
                            >${words(out ? "trace.out" : "trace.in")}</span
                          ></span
                        >
                        <span class="says" title=${says}>${shortId(says)}</span>
                      </li>
                    `,
                  )}
                </ol>`
          }
        </div>
      </section>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      p {
        padding: 8px 16px;
      }
      .lines {
        max-height: 260px;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: 64px 20px minmax(0, 1fr);
        gap: 8px;
        padding: 4px 16px;
        border-block-start: 1px solid var(--line);
      }
      .says {
        overflow-wrap: anywhere;
      }
      .unseen {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "trace-panel": TracePanel;
  }
}
