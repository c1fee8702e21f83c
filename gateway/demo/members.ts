// The demonstration store's guests, made by the same commands a cashier would use.
import type { OperationName, ParamsOf } from "../protocol/operations.ts";

export interface DemoCard {
  readonly token: string;
  readonly name: string;
  /** where it is no person's */
  readonly nameInEnglish?: string;
  readonly says: string;
  readonly saysInEnglish: string;
}

/** Calls an operation as the demonstration store's manager; throws what was refused. */
export type DemoCall = <O extends OperationName>(
  op: O,
  params: Omit<ParamsOf<O>, "key">,
) => Promise<Readonly<Record<string, unknown>>>;

interface Guest extends DemoCard {
  readonly phone: string;
  readonly sex: string;
  readonly birthday: string;
  readonly number: string;
  readonly topUp?: number;
  readonly points?: number;
  readonly passes?: readonly string[];
  readonly lost?: true;
}

/** The members of the demonstration store. */
export const demoGuests: readonly Guest[] = [
  {
    token: "04A1B2C3D4E580",
    name: "王芳",
    says: "储值 3,450 元 · 积分 2,680 · 汤泉 10 次 · 早餐 5 次",
    saysInEnglish: "Stored 3,450 · 2,680 points · 10 baths · 5 breakfasts",
    phone: "13812345678",
    sex: "female",
    birthday: "1990-05-20",
    number: "510812199005200027",
    topUp: 300_000,
    points: 2_680,
    passes: ["spa10", "breakfast5"],
  },
  {
    token: "04B2C3D4E5F680",
    name: "张伟",
    says: "储值 1,100 元 · 积分 320",
    saysInEnglish: "Stored 1,100 · 320 points",
    phone: "13987654321",
    sex: "male",
    birthday: "1985-11-02",
    number: "110101198511020013",
    topUp: 100_000,
    points: 320,
  },
  {
    token: "04C3D4E5F6A780",
    name: "欧阳静",
    says: "汤泉 10 次 · 没有储值",
    saysInEnglish: "10 baths · nothing stored",
    phone: "13700001111",
    sex: "female",
    birthday: "1998-02-14",
    number: "330106199802140041",
    passes: ["spa10"],
  },
  {
    token: "04D4E5F6A7B880",
    name: "李强",
    says: "已挂失的卡",
    saysInEnglish: "A card reported lost",
    phone: "13600002222",
    sex: "male",
    birthday: "1978-08-08",
    number: "440301197808080011",
    topUp: 50_000,
    lost: true,
  },
];

/** A blank card, to be issued. */
const blank: DemoCard = {
  token: "04E5F6A7B8C980",
  name: "空白卡",
  nameInEnglish: "Blank card",
  says: "未发行，可在收银台发卡",
  saysInEnglish: "Not issued: issue it at the till",
};

export const demoCards: readonly DemoCard[] = [
  ...demoGuests.map(({ token, name, says, saysInEnglish }) => ({
    token,
    name,
    says,
    saysInEnglish,
  })),
  blank,
];

const cash = (amount: number) => [{ type: "cash", amount }];
const idOf = (result: Readonly<Record<string, unknown>>, field: string): string => {
  const id = result[field];
  if (typeof id !== "string") throw new Error(`no ${field} in the answer`);
  return id;
};

/** Only for the `demo` programme: its passes and its points are meant. */
export const seedMembers = async (
  call: DemoCall,
  terms: { readonly type: string; readonly prices: Readonly<Record<string, number>> },
): Promise<void> => {
  for (const guest of demoGuests) {
    const identity = { type: "id-card", number: guest.number };
    const enrolled = await call("member.enrol", {
      name: guest.name,
      phone: guest.phone,
      sex: guest.sex,
      birthday: { date: guest.birthday, calendar: "solar" },
      identity,
      consent: { rules: true, marketing: true },
    });
    const issued = await call("card.issue", {
      member: idOf(enrolled, "member"),
      type: terms.type,
      token: guest.token,
      ...(guest.topUp === undefined
        ? {}
        : { firstTopUp: { amount: guest.topUp, tenders: cash(guest.topUp) } }),
    });
    const account = idOf(issued, "account");
    for (const pass of guest.passes ?? [])
      await call("pass.sell", { account, pass, tenders: cash(terms.prices[pass] ?? 0) });
    if (guest.points !== undefined) await givePoints(call, account, guest.points);
    if (guest.lost === true) {
      const holder = { ...identity, name: guest.name };
      await call("card.reportLost", { card: idOf(issued, "card"), identity: holder, by: "desk" });
    }
  }
};

const givePoints = (call: DemoCall, account: string, quantity: number) =>
  call("points.adjust", {
    account,
    asset: "pts",
    quantity,
    reason: "opening balance",
    approval: { staff: "1002", pin: "5678" },
  });
