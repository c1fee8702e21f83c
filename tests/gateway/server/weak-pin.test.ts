// PINs that anybody would try first are refused when they are set, at the desk and in the office; PINs that
// were set before go on working.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PinContext, weakPin } from "../../../gateway/server/access/weak-pin.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

describe("too easy to guess", () => {
  const holder: PinContext = {
    numbers: ["13812348067", "510812199005200027", "KD-00004718", "4031", "7"],
    born: { year: 1990, month: 5, day: 20 },
  };
  test.each([
    ["repeated", ["0000", "666666", "1212", "7007", "121212", "123123", "111222", "25722572"]],
    ["run", ["1234", "4321", "123456", "654321", "890123", "2468", "112233", "123321", "98765"]],
    ["common", ["2580", "5683", "159753", "147258", "963852"]],
    ["date", ["1987", "2008", "0520", "2005", "900520", "200590", "052090", "199005", "051990"]],
    ["date", ["19900520", "20051990"]],
    ["personal", ["8067", "812348", "108121", "4718", "4031", "403146"]],
  ] as const)("%s: %j", (why, pins) => {
    for (const pin of pins) expect([pin, weakPin(pin, holder)]).toEqual([pin, why]);
  });

  test("others are not, and a stranger's day and numbers are free", () => {
    for (const pin of ["4826", "8068", "570318", "846029", "71936", "5839274"])
      expect([pin, weakPin(pin, holder)]).toEqual([pin, undefined]);
    expect(weakPin("900520")).toBeUndefined();
    expect(weakPin("0731", { numbers: [], born: { month: 7, day: 31 } })).toBe("date");
  });
});

describe("at the gateway", () => {
  let gateway: TestGateway;
  let till: RawSocket;
  let office: RawSocket;
  let keys = 0;
  const key = () => `weak-pin-${++keys}`;
  beforeAll(async () => {
    gateway = await startTestGateway("retail");
    till = await gateway.session("cashier");
    office = await gateway.session("office");
    for (const socket of [till, office])
      await socket.call("staff.signIn", { staff: "1002", pin: "5678" });
  });
  afterAll(() => gateway.close());
  const refused = (why: string) => ({ code: "pin.weak", params: { why }, retry: "never" });

  test("a guest's card takes no PIN out of her own file, at issue or later", async () => {
    const identity = { type: "id-card", number: "510812199005200027" };
    const enrolled = await till.call("member.enrol", {
      name: "何苗",
      phone: "13811112222",
      birthday: { date: "1990-05-20", calendar: "solar" },
      identity,
      consent: { rules: true, marketing: false },
      key: key(),
    });
    const issue = (pin: string, same = key()) =>
      till.call("card.issue", {
        member: enrolled.result?.["member"],
        type: "combo",
        pin,
        firstTopUp: { amount: 50_000, tenders: [{ type: "cash", amount: 50_000 }] },
        key: same,
      });
    expect((await issue("900520")).error?.data).toMatchObject(refused("date"));
    const same = key();
    expect((await issue("111122", same)).error?.data).toMatchObject(refused("repeated"));
    const { result, error } = await issue("846029", same);
    expect(error).toBeUndefined();
    const card = String(result?.["card"]);
    const set = (pin: string) =>
      till.call("card.setPin", { card, pin, identity: { ...identity, name: "何苗" }, key: key() });
    expect((await set("811112")).error?.data).toMatchObject(refused("personal"));
    expect((await set("081219")).error?.data).toMatchObject(refused("personal"));
    expect((await set("123456")).error?.data).toMatchObject(refused("run"));
    expect((await till.call("card.checkPin", { card, pin: "846029" })).result).toBeDefined();
    expect((await set("570318")).error).toBeUndefined();
    expect((await till.call("card.checkPin", { card, pin: "570318" })).result).toBeDefined();
  });

  test("an employee gets none that is common or her number, and keeps what she had", async () => {
    const put = (pin: string) =>
      office.call("staff.put", {
        staff: "1001",
        name: "林晓",
        rights: ["cashier"],
        pin,
        key: key(),
      });
    expect((await put("1001")).error?.data).toMatchObject(refused("repeated"));
    expect((await put("100146")).error?.data).toMatchObject(refused("personal"));
    expect((await put("1234")).error?.data).toMatchObject(refused("run"));
    const signIn = (pin: string) => till.call("staff.signIn", { staff: "1001", pin });
    expect((await signIn("1234")).result).toBeDefined();
    expect((await put("4826")).error).toBeUndefined();
    expect((await signIn("4826")).result).toBeDefined();
  });
});
