// What employees may do and stations are for, as people say it; what has no name here stands as it is.

export type Names = Readonly<Record<string, readonly [zh: string, en: string]>>;

export const duties: Names = {
  cashier: ["收银", "Till"],
  finance: ["财务", "Finance"],
  head_office: ["总部", "Head office"],
  integration: ["对接程序", "Program"],
  kiosk: ["自助机", "Kiosk"],
  manager: ["店长", "Manager"],
  office: ["店长室", "Office"],
  sales: ["销售", "Sales"],
  technician: ["技师", "Technician"],
  test: ["测试", "Tests"],
};

/** The name of `word` among `names`, else the word itself. */
export const nameIn = (names: Names | undefined, word: string, language: string): string =>
  (names !== undefined && Object.hasOwn(names, word) ? names[word] : undefined)?.[
    language === "en" ? 1 : 0
  ] ?? word;

/** A right, or the role of an employee, a station or an exception's owner. */
export const dutyName = (duty: string, language: string): string => nameIn(duties, duty, language);
