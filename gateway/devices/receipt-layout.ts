// Receipt facts → a document that any printer can lay out. Before → after, the clause that allowed it,
// what is left and until when. Pure; names come masked and go out as they came.
import type { Executed } from "../store/contract.ts";
import type { DocumentBlock, PrintDocument } from "./contract.ts";
import {
  labelWord,
  receiptLanguage,
  receiptWord,
  type ReceiptLanguage,
  type ReceiptWord,
} from "./receipt-words.ts";

export type ReceiptFacts = NonNullable<Executed["receipt"]>;
type ReceiptRow = ReceiptFacts["rows"][number];

export interface ReceiptSettings {
  /** language tag; what does not begin with zh is printed in English */
  readonly lang: string;
  readonly shop: string;
  /** address, telephone: one line each */
  readonly shopLines?: readonly string[];
  /** units that are money, and how many decimals their minor unit makes */
  readonly moneyDecimals: { readonly [unit: string]: number };
  /** the programme's name for an asset, card type, pass, service or venue */
  readonly nameOf: (id: string) => string | undefined;
  /** by which anybody finds the entry in the ledger and sees it unchanged: a few characters, and a symbol's text */
  readonly proof?: { readonly code: string; readonly symbol: string };
}

interface Sheet extends ReceiptSettings {
  readonly language: ReceiptLanguage;
}

const indent = "  ";

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/gu, ",");

/** An integer amount in its unit: money with its decimals, points and counts with their name. */
const quantityText = (sheet: Sheet, value: number, unit: string | undefined): string => {
  const sign = value < 0 ? "-" : "";
  const digits = String(Math.abs(value));
  const decimals = unit === undefined ? undefined : sheet.moneyDecimals[unit];
  if (unit === undefined || decimals === undefined) return `${sign}${grouped(digits)}`;
  const padded = digits.padStart(decimals + 1, "0");
  const whole = grouped(padded.slice(0, padded.length - decimals));
  const money = decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
  return sheet.language === "zh-CN" && unit === "CNY"
    ? `${sign}${money} 元`
    : `${sign}${unit} ${money}`;
};

const word = (sheet: Sheet, key: ReceiptWord): string => receiptWord(sheet.language, key);

const nameOf = (sheet: Sheet, id: string): string => sheet.nameOf(id) ?? id;

/** `使用 · 精洗`: what was done, and to what. */
const rowTitle = (sheet: Sheet, row: ReceiptRow): string => {
  const tender = row.label.startsWith("tender.") ? row.label.slice("tender.".length) : undefined;
  const said = labelWord(sheet.language, row.label) ?? nameOf(sheet, tender ?? row.label);
  const about =
    row.text ?? (row.amount === undefined ? undefined : assetOf(sheet, row.amount.unit));
  return about === undefined ? said : `${said} · ${nameOf(sheet, about)}`;
};

/** The asset a quantity is of; money needs no name. */
const assetOf = (sheet: Sheet, unit: string): string | undefined =>
  sheet.moneyDecimals[unit] === undefined ? unit : undefined;

const rowBlocks = (sheet: Sheet, row: ReceiptRow): readonly DocumentBlock[] => {
  const { amount, before, after, cite, date } = row;
  const right = amount === undefined ? "" : quantityText(sheet, amount.value, amount.unit);
  const title: DocumentBlock =
    right === ""
      ? { kind: "text", text: rowTitle(sheet, row) }
      : { kind: "row", left: rowTitle(sheet, row), right };
  const change =
    before === undefined || after === undefined
      ? []
      : [small(sheet, "beforeAfter", changeText(sheet, before, after, amount?.unit))];
  return [
    title,
    ...change,
    ...(date === undefined ? [] : [small(sheet, "validTo", date)]),
    ...(cite === undefined ? [] : [small(sheet, "cite", cite)]),
  ];
};

/** A voucher's code, for the scanner of any till. */
const toScan = ({ kind }: ReceiptFacts, { label, text }: ReceiptRow): readonly DocumentBlock[] =>
  kind === "voucher" && label === "voucher" && text !== undefined
    ? [{ kind: "barcode", data: text, symbology: "code128" }]
    : [];

const changeText = (
  sheet: Sheet,
  ...[before, after, unit]: readonly [number, number, string | undefined]
): string => `${quantityText(sheet, before, unit)} → ${quantityText(sheet, after, unit)}`;

const small = (sheet: Sheet, left: ReceiptWord, right: string): DocumentBlock => ({
  kind: "row",
  left: `${indent}${word(sheet, left)}`,
  right,
});

/** What the guest looks for first: how often the card is still good. */
const remaining = (sheet: Sheet, facts: ReceiptFacts): readonly DocumentBlock[] => {
  const row =
    facts.kind === "punch" ? facts.rows.find(({ after }) => after !== undefined) : undefined;
  if (row?.after === undefined) return [];
  const text = `${word(sheet, "remaining")} ${quantityText(sheet, row.after, undefined)}`;
  return [{ kind: "text", text, size: 2, bold: true, align: "center" }, { kind: "rule" }];
};

const head = (sheet: Sheet, facts: ReceiptFacts): readonly DocumentBlock[] => {
  const { member, card, at, receipt } = facts;
  const line = (left: ReceiptWord, right: string): DocumentBlock => ({
    kind: "row",
    left: word(sheet, left),
    right,
  });
  return [
    { kind: "text", text: sheet.shop, size: 2, bold: true, align: "center" },
    ...(sheet.shopLines ?? []).map((text): DocumentBlock => ({
      kind: "text",
      text,
      align: "center",
    })),
    { kind: "text", text: word(sheet, `kind.${facts.kind}`), bold: true, align: "center" },
    { kind: "rule" },
    ...(member === undefined ? [] : [line("member", member.name), line("number", member.number)]),
    ...(card === undefined ? [] : [line("card", card)]),
    line("time", at.slice(0, 19).replace("T", " ")),
    line("receipt", shortOf(receipt)),
    { kind: "rule" },
  ];
};

/** The end of an id is its random part: enough to tell receipts apart by eye. */
const shortOf = (id: string): string => {
  const end = id.slice(-8).toUpperCase();
  return `${end.slice(0, 4)}-${end.slice(4)}`;
};

const proof = (sheet: Sheet): readonly DocumentBlock[] =>
  sheet.proof === undefined
    ? []
    : [
        { kind: "qr", data: sheet.proof.symbol },
        {
          kind: "text",
          text: `${word(sheet, "ledgerCode")} ${sheet.proof.code}`,
          align: "center",
        },
      ];

/** The receipt as a document; the printer's driver adds the mark of a copy. */
export const layOutReceipt = (facts: ReceiptFacts, settings: ReceiptSettings): PrintDocument => {
  const sheet: Sheet = { ...settings, language: receiptLanguage(settings.lang) };
  return {
    kind: facts.kind === "shift" ? "status" : facts.kind === "stay" ? "slip" : "receipt",
    lang: sheet.language,
    blocks: [
      ...head(sheet, facts),
      ...facts.rows.flatMap((row) => [...rowBlocks(sheet, row), ...toScan(facts, row)]),
      { kind: "rule" },
      ...remaining(sheet, facts),
      ...proof(sheet),
      { kind: "text", text: word(sheet, "thanks"), align: "center" },
      { kind: "cut" },
    ],
  };
};
