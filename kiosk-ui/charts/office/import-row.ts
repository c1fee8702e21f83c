// A row of somebody's list as a member to be entered, or what is wrong with it, cell by cell. Pure: knows no file
// and no page.

export const importFields = [
  "name",
  "phone",
  "sex",
  "birthday",
  "identity",
  "city",
  "marketing",
] as const;
export type ImportField = (typeof importFields)[number];

/** field → place of its column; absent: the list has none */
export type Mapping = Readonly<Partial<Record<ImportField, number>>>;

export interface ImportedRow {
  readonly row: number;
  readonly name: string;
  readonly phone?: string;
  readonly sex?: "female" | "male";
  readonly birthday?: { readonly date: string; readonly calendar: "solar" };
  readonly identity?: { readonly type: string; readonly number: string };
  readonly attributes?: { readonly city: string };
  readonly marketing?: boolean;
}

/** `what`: missing, too_long, formula, not_a_phone, not_a_sex, not_a_date, not_yes_or_no, twice */
export interface RowFault {
  readonly row: number;
  readonly field: ImportField;
  readonly what: string;
  readonly text: string;
}

/** Heads that other systems give their columns. */
const heads: Readonly<Record<ImportField, RegExp>> = {
  name: /^(姓名|名字|会员名|会员姓名|客户姓名|name|full.?name|member.?name)$/iu,
  phone: /^(手机|手机号|手机号码|电话|联系电话|phone|mobile|tel|telephone|cell)$/iu,
  sex: /^(性别|sex|gender)$/iu,
  birthday: /^(生日|出生日期|出生年月|birthday|birth.?date|date.of.birth|dob)$/iu,
  identity: /^(证件号|证件号码|身份证|身份证号|身份证号码|id.?card|identity|id.?number)$/iu,
  city: /^(城市|地区|所在地|city|region|province|省市)$/iu,
  marketing: /^(营销|营销同意|短信|接收短信|marketing|opt.?in|newsletter)$/iu,
};

/** Where each field probably stands; the first column that fits is taken. */
export const guessMapping = (titles: readonly string[]): Mapping =>
  Object.fromEntries(
    importFields.flatMap((field) => {
      const at = titles.findIndex((title) => heads[field].test(title.trim()));
      return at === -1 ? [] : [[field, at]];
    }),
  );

type Read<T> = { readonly value: T | undefined } | { readonly what: string };

const readName = (text: string): Read<string> => {
  if (text === "") return { what: "missing" };
  if (text.length > 80) return { what: "too_long" };
  return { value: text };
};

const readPhone = (text: string): Read<string> => {
  if (text === "") return { value: undefined };
  const digits = text.replace(/[\s()-]/gu, "").replace(/^(\+|00)86/u, "");
  return /^\+?\d{5,20}$/u.test(digits) ? { value: digits } : { what: "not_a_phone" };
};

const sexes: Readonly<Record<string, "female" | "male">> = {
  女: "female",
  女士: "female",
  f: "female",
  female: "female",
  男: "male",
  先生: "male",
  m: "male",
  male: "male",
};

const readSex = (text: string): Read<"female" | "male"> => {
  if (text === "" || text === "未知") return { value: undefined };
  const sex = sexes[text.toLowerCase()];
  return sex === undefined ? { what: "not_a_sex" } : { value: sex };
};

const isDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
};

/** 1990-05-20, 1990/5/20, 1990.5.20, 19900520, 1990年5月20日; 05-20 keeps the year to itself. */
const readBirthday = (text: string): Read<string> => {
  if (text === "") return { value: undefined };
  const parts =
    /^(?<y>\d{4})[-/.年](?<m>\d{1,2})[-/.月](?<d>\d{1,2})日?(?:[ T].*)?$/u.exec(text) ??
    /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/u.exec(text) ??
    /^(?<m>\d{1,2})[-/月](?<d>\d{1,2})日?$/u.exec(text);
  const { y = "0000", m = "", d = "" } = parts?.groups ?? {};
  const year = y === "0000" ? 2000 : Number(y);
  if (!isDay(year, Number(m), Number(d)) || (y !== "0000" && year < 1900))
    return { what: "not_a_date" };
  return { value: `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` };
};

const readIdentity = (text: string): Read<string> =>
  text === ""
    ? { value: undefined }
    : text.length > 40
      ? { what: "too_long" }
      : { value: text.toUpperCase() };

const readCity = (text: string): Read<string> =>
  text.length > 60 ? { what: "too_long" } : { value: text === "" ? undefined : text };

const readMarketing = (text: string): Read<boolean> => {
  if (text === "") return { value: undefined };
  if (/^(是|y|yes|1|true|同意|√|✓)$/iu.test(text)) return { value: true };
  if (/^(否|n|no|0|false|不同意|×)$/iu.test(text)) return { value: false };
  return { what: "not_yes_or_no" };
};

/** Text that a spreadsheet would run. */
const isFormula = (text: string): boolean => /^[=@\t\r]|^[+-](?![\d\s()])/u.test(text);

const defined = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;

/** The row as it is sent, or its faults; `row` counts from 1 below the head. */
export const readRow = (
  cells: readonly string[],
  mapping: Mapping,
  row: number,
): { readonly member: ImportedRow } | { readonly faults: readonly RowFault[] } => {
  const faults: RowFault[] = [];
  const read = <T>(field: ImportField, reader: (text: string) => Read<T>): T | undefined => {
    const at = mapping[field];
    const text = at === undefined ? "" : (cells[at] ?? "").trim();
    const result: Read<T> = isFormula(text) ? { what: "formula" } : reader(text);
    if ("value" in result) return result.value;
    faults.push({ row, field, what: result.what, text: text.slice(0, 40) });
    return undefined;
  };
  const name = read("name", readName);
  const birthday = read("birthday", readBirthday);
  const number = read("identity", readIdentity);
  const city = read("city", readCity);
  const member = {
    row,
    name: name ?? "",
    phone: read("phone", readPhone),
    sex: read("sex", readSex),
    birthday: birthday === undefined ? undefined : { date: birthday, calendar: "solar" as const },
    identity: number === undefined ? undefined : { type: "id-card", number },
    attributes: city === undefined ? undefined : { city },
    marketing: read("marketing", readMarketing),
  };
  return faults.length > 0 ? { faults } : { member: defined(member) as ImportedRow };
};

/** 53 bits of a text: a million of them fit where a million texts would not. */
const digest = (text: string): number => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
};

export interface Checked {
  readonly rows: number;
  readonly good: number;
  /** of all faults, the first ones only */
  readonly faults: readonly RowFault[];
  readonly faultCount: number;
}

/** Faults kept to be shown; the rest is counted. */
export const faultsMax = 1_000;

/** Reads rows one after the other and remembers whom the list has named already. */
export const createChecker = (mapping: Mapping) => {
  const seen = new Set<number>();
  const faults: RowFault[] = [];
  let [rows, good, faultCount] = [0, 0, 0];

  const find = (found: readonly RowFault[]): void => {
    faultCount += found.length;
    for (const fault of found) if (faults.length < faultsMax) faults.push(fault);
  };

  const twice = (member: ImportedRow): ImportField | undefined => {
    const { phone, identity, name } = member;
    const marks: readonly (readonly [ImportField, string])[] = [
      ...(phone === undefined ? [] : [["phone", `p ${phone} ${name}`] as const]),
      ...(identity === undefined ? [] : [["identity", `i ${identity.number}`] as const]),
    ];
    let field: ImportField | undefined;
    for (const [of, mark] of marks) {
      const hash = digest(mark);
      if (seen.has(hash)) field ??= of;
      seen.add(hash);
    }
    return field;
  };

  return {
    /** The member, if the row may be sent. */
    add: (cells: readonly string[]): ImportedRow | undefined => {
      rows += 1;
      const read = readRow(cells, mapping, rows);
      if ("faults" in read) {
        find(read.faults);
        return undefined;
      }
      const field = twice(read.member);
      if (field === undefined) {
        good += 1;
        return read.member;
      }
      find([{ row: rows, field, what: "twice", text: read.member.name }]);
      return undefined;
    },
    result: (): Checked => ({ rows, good, faults, faultCount }),
  };
};
