// The third part of the registry: what moves no value by itself – exceptions, calls for help, top-ups told at a kiosk.
import { keepAnswer } from "./answer.ts";
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
import { putWebhook, removeWebhook, webhookEvolvers } from "./webhook/webhook.ts";

export const serviceDeciders = {
  "backup.create": keepAnswer,
  "event.import": keepAnswer,
  "exception.assign": assignException,
  "exception.open": openException,
  "exception.resolve": resolveException,
  "help.answer": answerHelp,
  "help.call": callHelp,
  "help.cancel": cancelHelp,
  "message.putTemplate": putTemplate,
  "message.send": keepAnswer,
  "topup.cancel": cancelIntent,
  "topup.intend": intendTopUp,
  "topup.take": takeIntent,
  "webhook.put": putWebhook,
  "webhook.remove": removeWebhook,
} as const;

export const serviceEvolvers = {
  ...exceptionEvolvers,
  ...importEvolvers,
  ...helpEvolvers,
  ...intentEvolvers,
  ...messageEvolvers,
  ...webhookEvolvers,
};
