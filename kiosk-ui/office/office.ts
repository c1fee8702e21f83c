// What every view of the office shares: the connection, who is signed in, the store's terms, the language. Tells
// of changes.
import { CallLost, RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { refusalSentence } from "../words/refusals.ts";
import { type Language, type Say, sayIn } from "./words.ts";
import type { Reading } from "./format.ts";

export type Info = ResultOf<"store.info">;
export type Ran = ResultOf<"report.run">;
export type Listed = ResultOf<"report.list">["reports"][number];

/** Longer than a call usually takes: a year's report of a large store. */
export const reportTimeoutMs = 60_000;

export class Office extends EventTarget {
  readonly client: TallygateClient;
  language: Language;
  info: Info | undefined;
  staff: { readonly id: string; readonly name: string } | undefined;
  refused = "";
  online = false;
  reports: readonly Listed[] = [];

  constructor(client: TallygateClient, language: Language) {
    super();
    this.client = client;
    this.language = language;
    client.onStatus((status) => {
      this.online = status.state === "online";
      if (this.online) void this.load().catch(() => undefined);
      this.#changed();
    });
    // The gateway takes nobody to be here any more: a limit has passed, or her rights are gone.
    client.onNobody(() => {
      this.staff = undefined;
      this.#changed();
    });
    client.on("alert", () => this.dispatchEvent(new Event("alert")));
  }

  get say(): Say {
    return sayIn(this.language);
  }

  get reading(): Reading {
    return { language: this.language, currency: this.info?.currency ?? "CNY" };
  }

  get today(): string {
    return this.info?.businessDate ?? "";
  }

  async load(): Promise<void> {
    this.info = await this.client.call("store.info", { lang: this.language });
    if (this.staff !== undefined) await this.#loadReports();
    this.#changed();
  }

  async speak(language: Language): Promise<void> {
    this.language = language;
    await this.load();
  }

  async signIn(staff: string, pin: string): Promise<void> {
    this.refused = "";
    try {
      const signed = await this.client.call("staff.signIn", { staff, pin });
      this.staff = { id: staff, name: signed.staff.name };
      await this.#loadReports();
    } catch (error) {
      this.refused = this.sentence(error);
    }
    this.#changed();
  }

  async signOut(): Promise<void> {
    this.staff = undefined;
    this.#changed();
    await this.client.call("staff.signOut", {}).catch(() => undefined);
  }

  /** What went wrong, as people read it. */
  sentence(error: unknown): string {
    if (error instanceof RefusalError) return refusalSentence(error.code, this.language);
    if (error instanceof CallLost) return refusalSentence("not_answered", this.language);
    return this.say("failed");
  }

  async #loadReports(): Promise<void> {
    const { reports } = await this.client.call("report.list", { lang: this.language });
    this.reports = reports;
  }

  #changed(): void {
    this.dispatchEvent(new Event("changed"));
  }
}
