// A part of the registry: goods that are counted, things left with the house, booked times, tasks.
import { depositEvolvers, putDeposit, takeDeposit } from "./deposit/deposit.ts";
import { bookSlot, moveBooking, offerService, slotEvolvers } from "./slot/slot.ts";
import { finishTask, putTask, taskEvolvers } from "./task/task.ts";
import { countGoods, goodsEvolvers, putGoods, receiveGoods } from "./goods/goods.ts";

export const tradeDeciders = {
  "deposit.put": putDeposit,
  "deposit.take": takeDeposit,
  "goods.count": countGoods,
  "goods.put": putGoods,
  "goods.receive": receiveGoods,
  "slot.book": bookSlot,
  "slot.move": moveBooking,
  "slot.offer": offerService,
  "task.finish": finishTask,
  "task.put": putTask,
} as const;

export const tradeEvolvers = {
  ...depositEvolvers,
  ...goodsEvolvers,
  ...slotEvolvers,
  ...taskEvolvers,
};
