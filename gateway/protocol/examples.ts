// The one table of examples: one per operation. A new noun is one file in `examples/` and one line here.
import { billExamples } from "./examples/bill.ts";
import { brandExamples } from "./examples/brand.ts";
import { campaignExamples } from "./examples/campaign.ts";
import { cardExamples } from "./examples/card.ts";
import { chainExamples } from "./examples/chain.ts";
import { deviceExamples, printExamples } from "./examples/device.ts";
import type { AnyExample } from "./examples/example.ts";
import { giftExamples } from "./examples/gift.ts";
import { enrolmentExamples } from "./examples/enrolment.ts";
import { exceptionExamples, importExamples } from "./examples/exception.ts";
import { helpExamples, topUpExamples } from "./examples/help.ts";
import { memberExamples } from "./examples/member.ts";
import { memberImportExamples } from "./examples/member-import.ts";
import { rankingExamples } from "./examples/ranking.ts";
import { reportExamples } from "./examples/report.ts";
import { sessionExamples } from "./examples/session.ts";
import { simExamples } from "./examples/sim.ts";
import { stayExamples } from "./examples/stay.ts";
import {
  officeExamples,
  programmeExamples,
  shiftExamples,
  storeExamples,
} from "./examples/store.ts";
import { slotExamples } from "./examples/slot.ts";
import { tradeExamples } from "./examples/trade.ts";
import { valueExamples } from "./examples/value.ts";
import { voucherExamples } from "./examples/voucher.ts";
import { messageExamples } from "./examples/message.ts";
import { webhookExamples } from "./examples/webhook.ts";
import type { OperationName } from "./operations.ts";

export const examples: Readonly<Partial<Record<OperationName, AnyExample>>> = {
  ...sessionExamples,
  ...brandExamples,
  ...storeExamples,
  ...chainExamples,
  ...enrolmentExamples,
  ...deviceExamples,
  ...printExamples,
  ...memberExamples,
  ...memberImportExamples,
  ...cardExamples,
  ...valueExamples,
  ...voucherExamples,
  ...billExamples,
  ...stayExamples,
  ...shiftExamples,
  ...programmeExamples,
  ...officeExamples,
  ...giftExamples,
  ...exceptionExamples,
  ...importExamples,
  ...webhookExamples,
  ...messageExamples,
  ...campaignExamples,
  ...rankingExamples,
  ...helpExamples,
  ...tradeExamples,
  ...slotExamples,
  ...topUpExamples,
  ...reportExamples,
  ...simExamples,
};
