// The table of devices: what each is, how it stands, what it can vouch for. Selecting one is an event.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { testWordsOf } from "./test-words.ts";
import { type Language, wordFor, wordsOf } from "./words.ts";

export type Device = ResultOf<"device.list">[number];

const signs = { ready: "✓", blocked: "▲", absent: "✕", failed: "✕", opening: "○" } as const;
const tones = {
  ready: "good",
  blocked: "warn",
  absent: "bad",
  failed: "bad",
  opening: "",
} as const;

/** Counters of the device host's own loop, the same with each of its devices. */
const isOfHost = (name: string): boolean => name.startsWith("loop");

@customElement("device-table")
export class DeviceTable extends LitElement {
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property() chosen = "";
  @property() language: Language = "zh-CN";

  override render(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("devices")}>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">${words("device")}</th>
              <th scope="col">${words("identity")}</th>
              <th scope="col">${words("state")}</th>
              <th scope="col">${words("confirms")}</th>
              <th scope="col">${words("counters")}</th>
            </tr>
          </thead>
          <tbody>
            ${this.devices.map((device) => this.#row(device))}
          </tbody>
        </table>
        ${this.#host()}
      </section>
    `;
  }

  /** What every row would say alike: how quick the process is that holds the devices. */
  #host(): TemplateResult | typeof nothing {
    const [first] = this.devices;
    const counted = Object.entries(first?.counters ?? {}).filter(([name]) => isOfHost(name));
    return counted.length === 0
      ? nothing
      : html`<p class="meta host">
          ${wordsOf(this.language)("host")}
          ${counted.map(([name, count]) => html`<span>${wordFor(this.language, "counter", name)} <b>${count}</b></span>`)}
        </p>`;
  }

  #row(device: Device): TemplateResult {
    const { language } = this;
    const why = device.why === undefined ? "" : ` · ${wordFor(language, "why", device.why)}`;
    const counted = Object.entries(device.counters).filter(
      ([name, count]) => count > 0 && !isOfHost(name),
    );
    const printer = device.kind === "receipt-printer";
    return html`
      <tr aria-selected=${device.device === this.chosen} @click=${() => this.#choose(device)}>
        <td>
          <button class="name" @click=${() => this.#choose(device)}>${device.device}</button>
          <div class="meta">
            ${wordFor(language, "kind", device.kind)}
            ${device.simulated ? html`<span class="tag">${wordsOf(language)("simulated")}</span>` : nothing}
          </div>
        </td>
        <td>
          ${device.model}
          ${device.identity === undefined ? nothing : html`<div class="meta place">${device.identity}</div>`}
          ${
            device.firmware === undefined
              ? nothing
              : html`<div class="meta">
                  ${testWordsOf(language)("firmware")} <b>${device.firmware}</b>
                </div>`
          }
        </td>
        <td>
          <span class="tag ${tones[device.state]}">
            ${signs[device.state]} ${wordFor(language, "state", device.state)}${why}
          </span>
        </td>
        <td>${printer ? wordFor(language, "confirms", device.confirms) : "—"}</td>
        <td class="meta">
          ${counted.map(([name, count]) => html`<div>${wordFor(language, "counter", name)} <b>${count}</b></div>`)}
        </td>
      </tr>
    `;
  }

  #choose(device: Device): void {
    this.dispatchEvent(new CustomEvent("device-chosen", { detail: device.device, bubbles: true }));
  }

  static override styles = [
    staffStyles,
    css`
      tr {
        cursor: pointer;
      }
      .name {
        padding: 0;
        border: 0;
        background: none;
        font-weight: 700;
        text-align: start;
        cursor: pointer;
      }
      @media (max-width: 480px) {
        :is(th, td):nth-child(4) {
          display: none;
        }
        :is(th, td):is(th, td) {
          padding-inline: 8px;
        }
      }
      .host {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        padding: 8px 16px;
        border-block-start: 1px solid var(--line);
      }
      .place {
        overflow-wrap: anywhere;
      }
      .meta .tag {
        height: 18px;
        margin-inline-start: 6px;
      }
      tr[aria-selected="true"] .tag {
        background: var(--surface);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "device-table": DeviceTable;
  }
}
