// A program of another company as a real store lets it in: invited by a manager as an employee of its own, it acts
// under that name, with that employee's rights, and only as long as he works here.
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let office: RawSocket;
let keys = 0;
const key = (): string => `p-${++keys}`;

beforeAll(async () => {
  gateway = await startTestGateway();
  office = await gateway.session("technician");
  await office.call("staff.signIn", { staff: "1002", pin: "5678" });
  const desk = await gateway.session("test");
  const program = { staff: "hotel", name: "Hotel system", rights: ["cashier"], key: key() };
  await desk.call("staff.put", program);
});
afterAll(() => gateway.close());

const paired = async (staff?: string): Promise<string> => {
  const asked = { role: "integration", ...(staff === undefined ? {} : { staff }), key: key() };
  const { result: invited = {} } = await office.call("station.invite", asked);
  const socket = await gateway.connect();
  const { result = {} } = await socket.call("station.pair", {
    token: invited["token"],
    name: "PMS",
  });
  socket.close();
  return String(result["token"]);
};
const put = async (token: string) => {
  const dates = { arrive: "2030-01-01", depart: "2030-01-02" };
  const params = { ...dates, roomType: "twin", nightly: 38_800, key: key() };
  return (await gateway.post({ jsonrpc: "2.0", id: 1, method: "stay.put", params }, token)).body;
};

test("acts as its employee, until he leaves", async () => {
  const token = await paired("hotel");
  const { result = {} } = await put(token);
  const { result: entry } = await office.call("ledger.entry", { entry: result["entry"] });
  expect(entry).toMatchObject({ body: { actor: { staff: "hotel", role: "integration" } } });
  const desk = await gateway.session("test");
  const gone = { staff: "hotel", name: "Hotel system", rights: [], active: false, key: key() };
  await desk.call("staff.put", gone);
  expect((await put(token)).error?.data?.params).toEqual({ need: "staff" });
});

test("without an employee it does nothing that needs one", async () => {
  expect((await put(await paired())).error?.data?.params).toEqual({ need: "staff" });
});

test("is not lent an employee who is unknown, by who is no manager, or as a till", async () => {
  const invite = async (params: object) =>
    (await office.call("station.invite", { role: "integration", ...params, key: key() })).error;
  expect((await invite({ staff: "nobody" }))?.data?.code).toBe("not_found");
  const till = { role: "cashier", staff: "1001" };
  expect((await invite(till))?.data?.params).toEqual({ need: "role" });
  const desk = await gateway.session("test");
  const fitter = { staff: "fitter", name: "Fitter", rights: ["technician"], pin: "7351" };
  await desk.call("staff.put", { ...fitter, key: key() });
  await office.call("staff.signIn", { staff: "fitter", pin: "7351" });
  expect((await invite({ staff: "1002" }))?.data?.params).toEqual({ need: "right" });
});
