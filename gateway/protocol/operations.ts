// The one table of operations: from it come validation, types for the pages, openrpc.json and docs.
import type { Static } from "typebox";
import type { Operation } from "./operation.ts";
import { accountOperations, passOperations, pointsOperations } from "./operations/account.ts";
import { auditOperations } from "./operations/audit.ts";
import { billOperations } from "./operations/bill.ts";
import { brandOperations } from "./operations/brand.ts";
import { campaignOperations } from "./operations/campaign.ts";
import { cardOperations } from "./operations/card.ts";
import { chainOperations } from "./operations/chain.ts";
import {
  deviceOperations,
  inputOperations,
  printOperations,
  speechOperations,
} from "./operations/device.ts";
import { enrolmentOperations } from "./operations/enrolment.ts";
import { exceptionOperations } from "./operations/exception.ts";
import { helpOperations, topUpOperations } from "./operations/help.ts";
import { importOperations } from "./operations/import.ts";
import { memberImportOperations } from "./operations/member-import.ts";
import { memberOperations } from "./operations/member.ts";
import { rankingOperations } from "./operations/ranking.ts";
import { reportOperations } from "./operations/report.ts";
import { sessionOperations, staffOperations } from "./operations/session.ts";
import { shiftOperations } from "./operations/shift.ts";
import { simOperations } from "./operations/sim.ts";
import { stayOperations } from "./operations/stay.ts";
import { officeOperations, programmeOperations, storeOperations } from "./operations/store.ts";
import { messageOperations } from "./operations/message.ts";
import { slotOperations, taskOperations } from "./operations/slot.ts";
import { depositOperations, goodsOperations } from "./operations/trade.ts";
import { voucherOperations } from "./operations/voucher.ts";
import { webhookOperations } from "./operations/webhook.ts";

export const operations = {
  ...sessionOperations,
  ...staffOperations,
  ...brandOperations,
  ...storeOperations,
  ...deviceOperations,
  ...inputOperations,
  ...printOperations,
  ...speechOperations,
  ...memberOperations,
  ...memberImportOperations,
  ...cardOperations,
  ...accountOperations,
  ...pointsOperations,
  ...passOperations,
  ...voucherOperations,
  ...billOperations,
  ...stayOperations,
  ...shiftOperations,
  ...programmeOperations,
  ...officeOperations,
  ...reportOperations,
  ...exceptionOperations,
  ...webhookOperations,
  ...messageOperations,
  ...campaignOperations,
  ...rankingOperations,
  ...importOperations,
  ...auditOperations,
  ...chainOperations,
  ...enrolmentOperations,
  ...helpOperations,
  ...goodsOperations,
  ...depositOperations,
  ...slotOperations,
  ...taskOperations,
  ...topUpOperations,
  ...simOperations,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type ParamsOf<O extends OperationName> = Static<Operations[O]["params"]>;
export type ResultOf<O extends OperationName> = Static<Operations[O]["result"]>;

export const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);
/** An operation without its own types, for code that treats all alike. */
export const operationOf = (name: OperationName): Operation => operations[name];
export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperation);
