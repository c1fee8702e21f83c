// What a technician answers at a new store, before anybody asks.
export const managerPin = "246810";

export const visitAnswers = {
  store: "store-0042",
  "name.zh": "云栖",
  "name.en": "Yunqi",
  lan: "gw.store-0042.lan,127.0.0.1/8",
  manager: "1000",
  "manager.name": "店长",
  "manager.pin": managerPin,
  printers: "127.0.0.1:9100",
  reader: "y",
} as const;
