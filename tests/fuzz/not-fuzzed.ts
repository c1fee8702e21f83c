// Files whose exports sound like readers of foreign input and are none: each with the reason.

export const notFuzzed: Readonly<Record<string, string>> = {
  "drivers/configuration.ts": "the technician's own file, checked by a schema once at start",
  "drivers/customer-display/line-display.ts": "writes lines, reads nothing",
  "drivers/barcode-scanner/gs1-barcode-parser-mod.d.ts": "types only; the reader is gs1.ts",
  "drivers/receipt-printer/logo.ts": "the technician's own picture, examined once at start",
  "drivers/id-reader/sam-reader.ts":
    "asks and waits; its frames and texts are fuzzed by themselves",
  "drivers/barcode-scanner/line-scanner.ts": "hands bytes to the scanned line",
  "drivers/receipt-printer/printer-line.ts": "hands bytes to the printer's status words",
  "drivers/card-reader/pcsc-reader.ts": "hands frames to the PC/SC child frame",
  "drivers/card-reader/reader-models.ts": "a table of models",
  "drivers/card-reader/contact-card.ts": "a conversation with a card; answers are cut to length",
  "drivers/card-reader/card-verbs.ts": "a conversation with a card; answers are cut to length",
  "drivers/card-reader/ndef-tags.ts":
    "a conversation with a tag; what it holds is the NDEF message",
  "drivers/simulated/devices.ts": "wires simulated devices",
  "drivers/simulated/reader.ts": "a simulated far end",
  "gateway/server/store-identity.ts": "the store's own file, read once at start",
  "gateway/server/access/credential.ts": "the store's own secret, 32 bytes in hex",
  "gateway/server/tls/tls-files.ts": "the store's own certificates",
  "gateway/members/bill/packed.ts": "unpacks what this house packed into its own books",
  "gateway/members/packed-receipt.ts": "unpacks what this house packed into its own books",
  "gateway/devices/packed-document.ts": "unpacks what this house packed into its own books",
  "gateway/store/report-reader.ts": "reads the store's own database",
  "gateway/store/entity-row.ts": "reads the store's own database",
  "gateway/reports/model/steps.ts": "reads the journal into the reports, the store's own database",
  "gateway/reports/desk.ts": "wires the reports",
  "provisioning/cases/format.ts": "the author's own cases, checked by a schema",
  "provisioning/ledger/books.ts": "words of the command line",
};
