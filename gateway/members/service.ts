// The third part of the registry: what moves no value by itself – exceptions, calls for help, top-ups told at a kiosk,
// campaigns.
import { keepAnswer } from "./answer.ts";
import { campaignGiveEvolvers, giveGift } from "./campaign/give.ts";
import { campaignPutEvolvers, putCampaign } from "./campaign/put.ts";
import { awardRanking, rankingEvolvers } from "./campaign/ranking.ts";
import { importEvolvers } from "./event/import.ts";
import {
  assignException,
  exceptionEvolvers,
  openException,
  resolveException,
} from "./exception/exception.ts";
import { answerHelp, callHelp, cancelHelp, helpEvolvers } from "./help/help.ts";
import { cancelIntent, intendTopUp, intentEvolvers, takeIntent } from "./intent/intent.ts";
import { messageEvolvers, putTemplate } from "./message/message.ts";
import { putSegment, segmentEvolvers } from "./segment/segment.ts";
import { putWebhook, removeWebhook, webhookEvolvers } from "./webhook/webhook.ts";

export const serviceDeciders = {
  "backup.create": keepAnswer,
  "campaign.give": giveGift,
  "campaign.put": putCampaign,
  "campaign.run": keepAnswer,
  "event.import": keepAnswer,
  "exception.assign": assignException,
  "exception.open": openException,
  "exception.resolve": resolveException,
  "help.answer": answerHelp,
  "help.call": callHelp,
  "help.cancel": cancelHelp,
  "message.putTemplate": putTemplate,
  "message.send": keepAnswer,
  "ranking.award": awardRanking,
  "segment.put": putSegment,
  "topup.cancel": cancelIntent,
  "topup.intend": intendTopUp,
  "topup.take": takeIntent,
  "webhook.put": putWebhook,
  "webhook.remove": removeWebhook,
} as const;

export const serviceEvolvers = {
  ...campaignGiveEvolvers,
  ...campaignPutEvolvers,
  ...exceptionEvolvers,
  ...importEvolvers,
  ...helpEvolvers,
  ...intentEvolvers,
  ...messageEvolvers,
  ...rankingEvolvers,
  ...segmentEvolvers,
  ...webhookEvolvers,
};
