// A part of the registry: goods that are counted, and things left with the house.
import { depositEvolvers, putDeposit, takeDeposit } from "./deposit/deposit.ts";
import { countGoods, goodsEvolvers, putGoods, receiveGoods } from "./goods/goods.ts";

export const tradeDeciders = {
  "deposit.put": putDeposit,
  "deposit.take": takeDeposit,
  "goods.count": countGoods,
  "goods.put": putGoods,
  "goods.receive": receiveGoods,
} as const;

export const tradeEvolvers = {
  ...depositEvolvers,
  ...goodsEvolvers,
};
