// Every noun's handlers as one map. An operation that is not here yet answers "method not found".
import type { OperationName } from "../protocol/operations.ts";
import type { Handlers } from "./handler.ts";
import { auditHandlers } from "./operations/audit.ts";
import { billHandlers } from "./operations/bill.ts";
import { brandHandlers } from "./operations/brand.ts";
import { campaignHandlers } from "./operations/campaign.ts";
import { cardHandlers } from "./operations/card.ts";
import { chainHandlers } from "./operations/chain.ts";
import { compareHandlers } from "./operations/compare.ts";
import { deviceHandlers } from "./operations/device.ts";
import { enrolmentHandlers } from "./operations/enrolment.ts";
import { exceptionHandlers } from "./operations/exception.ts";
import { glassHandlers } from "./operations/glass.ts";
import { helpHandlers } from "./operations/help.ts";
import { importHandlers } from "./operations/import.ts";
import { memberImportHandlers } from "./operations/member-import.ts";
import { memberHandlers } from "./operations/member.ts";
import { mergeHandlers } from "./operations/merge.ts";
import { officeHandlers } from "./operations/office.ts";
import { printHandlers } from "./operations/print.ts";
import { programmeHandlers } from "./operations/programme.ts";
import { rankingHandlers } from "./operations/ranking.ts";
import { relationHandlers } from "./operations/relation.ts";
import { reportHandlers } from "./operations/report.ts";
import { shiftHandlers } from "./operations/shift.ts";
import { simHandlers } from "./operations/sim.ts";
import { staffHandlers } from "./operations/staff.ts";
import { stationHandlers } from "./operations/station.ts";
import { stayHandlers } from "./operations/stay.ts";
import { storeHandlers } from "./operations/store.ts";
import { slotHandlers } from "./operations/slot.ts";
import { tradeHandlers } from "./operations/trade.ts";
import { valueHandlers } from "./operations/value.ts";
import { messageHandlers } from "./operations/message.ts";
import { voucherHandlers } from "./operations/voucher.ts";
import { webhookHandlers } from "./operations/webhook.ts";
import type { Tools } from "./tools.ts";

export const createHandlers = (tools: Tools): Partial<Handlers<OperationName>> => ({
  ...stationHandlers(tools.house),
  ...glassHandlers(tools.house),
  ...brandHandlers(tools.house),
  ...storeHandlers(tools),
  ...staffHandlers(tools),
  ...deviceHandlers(tools.house),
  ...printHandlers(tools),
  ...memberHandlers(tools),
  ...memberImportHandlers(tools),
  ...mergeHandlers(tools),
  ...cardHandlers(tools),
  ...valueHandlers(tools),
  ...voucherHandlers(tools),
  ...billHandlers(tools),
  ...stayHandlers(tools),
  ...compareHandlers(tools),
  ...relationHandlers(tools),
  ...programmeHandlers(tools),
  ...shiftHandlers(tools),
  ...officeHandlers(tools),
  ...reportHandlers(tools),
  ...exceptionHandlers(tools),
  ...webhookHandlers(tools),
  ...messageHandlers(tools),
  ...campaignHandlers(tools),
  ...rankingHandlers(tools),
  ...importHandlers(tools),
  ...auditHandlers(tools),
  ...chainHandlers(tools),
  ...enrolmentHandlers(tools.house),
  ...helpHandlers(tools),
  ...tradeHandlers(tools),
  ...slotHandlers(tools),
  ...simHandlers(tools.house),
});
