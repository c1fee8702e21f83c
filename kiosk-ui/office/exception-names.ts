// Kinds of exceptions and ways to end them, as people say them; what is not here yet stands as it is.
import { type Names, nameIn } from "../kit/duty-names.ts";

const kinds: Names = {
  overdraft: ["储值超支", "Stored value overdrawn"],
  double_coupon: ["同一张券两次", "Voucher taken twice"],
  double_punch: ["一张次卡两处同时用", "Punch used twice"],
  lost_card_used: ["挂失卡仍被用", "Lost card used"],
  late_expiry: ["过期后被用", "Used after it lapsed"],
  double_capture: ["押金两处扣收", "Deposit captured twice"],
  uncovered_hold: ["押金不足额", "Deposit not covered"],
  double_reversal: ["同一账单两处退", "Bill given back twice"],
  paid_twice: ["挂账付了两次", "Tab paid twice"],
  parked_entry: ["分录读不懂，未入账", "Entry not readable, not booked"],
  cloned_store: ["本店主机被复制", "Copy of a store's box"],
  "chain.in_doubt": ["连锁账目不一致", "Chain in doubt"],
  merged_members: ["合并的会员", "Merged members"],
  "import.refused": ["导入被拒", "Import refused"],
  "webhook.given_up": ["外部系统收不到消息", "Webhook given up"],
  "fraud.own_card": ["员工用自己的卡", "Own card used"],
  "fraud.void_after_cash": ["收现后作废", "Void after cash"],
  "fraud.refund_elsewhere": ["退到别的卡", "Refund to another card"],
  "fraud.drawer_no_sale": ["无销售开钱箱", "Drawer without a sale"],
  "fraud.discounts_by_hand": ["手工打折多", "Discounts by hand"],
  "fraud.points_edited": ["改积分后就用", "Points edited, then spent"],
  "fraud.card_burst": ["一张卡短时多次", "Burst on one card"],
};

const outcomes: Names = {
  net_at_next_top_up: ["下次充值时抵", "Net at the next top-up"],
  write_off: ["本店核销", "Write off"],
  house_bears: ["本店承担，会员不受影响", "The store bears it"],
  member_owes: ["记为会员欠", "The member owes it"],
  make_whole: ["补足会员损失", "Make the member whole"],
  holder_used_it: ["确是持卡人自己用的", "The holder used it herself"],
  both_right: ["两笔都对", "Both were right"],
  give_back: ["退回会员", "Give it back"],
  counted_elsewhere: ["已在别处入账", "Counted elsewhere"],
  secured_otherwise: ["已另收押金", "Secured otherwise"],
  let_be: ["不再补收", "Let it be"],
  collected: ["已向会员收回", "Collected from the member"],
  paid_back: ["已退给会员", "Paid back"],
  kept_as_paid: ["抵下次消费", "Kept towards the next bill"],
  honour: ["认可这次使用", "Honour it"],
  follow: ["按合并后的档案", "Follow the merge"],
  entered_by_hand: ["已人工录入", "Entered by hand"],
  not_ours: ["不是本店的", "Not ours"],
  imported: ["后来导入了", "Imported later"],
  repaired: ["已修好", "Repaired"],
  removed: ["已移除", "Removed"],
  explained: ["有合理解释", "Explained"],
  warned: ["已提醒当事人", "Warned"],
  reported: ["已上报", "Reported"],
};

export const exceptionName = (kind: string, language: string): string =>
  nameIn(kinds, kind, language);
export const outcomeName = (outcome: string, language: string): string =>
  nameIn(outcomes, outcome, language);
