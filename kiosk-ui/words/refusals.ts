// Refusal codes as people read them: what happened and what to do, zh-CN and en. A forgotten code is a compile error.
import type { RefusalCode } from "../../gateway/refusals.ts";

type Sentence = readonly [zh: string, en: string];

const sentences: Readonly<Record<RefusalCode, Sentence>> = {
  below_minimum: ["金额低于章程的最低额", "Less than the programme's minimum"],
  insufficient_balance: [
    "余额不够，请改用其他方式补足",
    "Not enough left: pay the rest another way",
  ],
  not_enough_points: ["积分不够", "Not enough points"],
  not_a_working_day: ["今天不是工作日，请工作日再办", "Not a working day: come back on one"],
  outside_hours: ["不在办理时间内", "Outside the desk's hours"],
  counter_closed: ["柜台现在不办这项业务", "The desk is closed for this now"],
  wrong_channel: ["这里不能办，请到前台", "Not here: please go to the desk"],
  too_early: ["还没到可以补卡的日子", "Too early for a replacement"],
  identity_locked: ["证件与持卡人不符", "The document is not the holder's"],
  issue_conditions_not_met: ["还没达到办这种卡的条件", "The conditions for this card are not met"],
  "card.lost": ["这张卡已挂失，请勿使用", "This card was reported lost: do not take it"],
  "card.replaced": ["这张卡已换新卡，请用新卡", "This card was replaced: use the new one"],
  "card.expired": [
    "卡已过期，不享优惠；可以续卡",
    "The card has expired: no benefits until renewed",
  ],
  "card.blocked": ["这张卡已停用，请店长处理", "This card is blocked: ask the manager"],
  "card.closed": ["这张卡已退", "This card was returned and closed"],
  "card.unknown": ["不认识这张卡", "Unknown card"],
  "card.in_use": ["这张卡已发给别的会员", "This card belongs to another member"],
  "pin.required": ["要输入卡密码", "The card's PIN is needed"],
  "pin.wrong": ["密码不对", "Wrong PIN"],
  "pin.blocked": [
    "密码输错太多次已锁，请核对证件后解锁",
    "PIN blocked: unlock against the document",
  ],
  "pin.weak": [
    "这个密码太容易猜到：不要用连号、重复的数字、年份、生日，也不要用电话、证件、卡号或工号里的数字",
    "Too easy to guess: no runs or repeats, no year or birthday, no digits of a phone, document, card or employee number",
  ],
  "missing.pin": ["请设卡密码", "A PIN is needed for this card"],
  "missing.identity": ["请出示有效证件", "A valid document is needed"],
  "missing.consent": ["要先同意会员章程", "The rules must be accepted first"],
  "missing.reason": ["请写明原因", "A reason is needed"],
  "missing.approval": ["要第二人核准", "A second person must approve"],
  "missing.finance_approval": ["要财务核准", "Finance must approve"],
  "offline.not_allowed": ["总部联系不上，这项要等恢复", "Head office is away: this must wait"],
  "offline.limit": ["已到离线使用上限，请改用其他方式", "Offline limit reached: pay another way"],
  "coupon.used": ["这张券已用过", "This voucher was used"],
  "coupon.expired": ["这张券已过期", "This voucher has expired"],
  "coupon.unknown": ["没有这张券", "No such voucher"],
  "coupon.bearer": [
    "不记名券认券不认人，遗失不挂失、不补",
    "A bearer voucher belongs to whoever holds it: a lost one is not blocked or replaced",
  ],
  "coupon.not_applicable": ["本单不能用这张券（每单一张）", "Not for this bill (one each)"],
  "tender.mismatch": ["收款与应收对不上", "The tenders do not add up"],
  "amount.out_of_range": ["金额超出范围", "Amount out of range"],
  "limit.reached": ["已到上限", "Limit reached"],
  "stock.empty": ["已兑完", "Out of stock"],
  "benefit.not_due": ["这位会员现在没有这项权益", "This member has no such benefit now"],
  "key.conflict": [
    "这个单号已用于另一笔，请重做",
    "That key was used for something else: start again",
  ],
  not_permitted: ["现在不能这样做，或没有权限", "Not possible now, or not permitted"],
  not_found: ["没有找到", "Not found"],
  already_exists: ["已经有了", "Already exists"],
  "device.absent": ["设备没有连上", "The device is not connected"],
  "store.full": ["磁盘满了，请联系技师", "The disk is full: call the technician"],
  "store.read_only": ["账本只读，请联系技师", "The ledger is read-only: call the technician"],
  "store.busy": ["正忙，请稍后再试", "Busy: try again shortly"],
  "missing.registration": ["请先核对登记资料", "Check the registration first"],
  "missing.card": ["需要卡片", "The card is needed"],
  "missing.shift": ["请先开班", "Open a shift first"],
  "invoice.too_late": ["已过开票期限", "Too late for an invoice"],
  "invoice.not_due": ["这张小票不开这种发票", "No invoice for this receipt"],
  "pairing.failed": ["配对码不对或已过期", "The pairing code is wrong or has expired"],
  "visit.over": ["这次到访已结束，请重新刷卡", "This visit is over: tap the card again"],
  "claim.stale": ["设备已归别的终端", "Another station has the device now"],
  "claim.held": ["设备正被别的终端使用", "Another station is using the device"],
  "device.unknown": ["没有这台设备", "No such device"],
  "device.unsuited": ["这台设备做不了这件事", "This device cannot do that"],
  "job.begun": [
    "这张小票已经开始打印，换不了打印机",
    "This print has begun; it cannot go to another printer",
  ],
  "job.not_uncertain": ["这张小票的结果已经清楚", "What became of this print is already known"],
  "host.not_allowed": [
    "这个地址不在允许的名单里，请联系技师",
    "This address is not on the store's list: ask the technician",
  ],
  "row.invalid": ["这一行的格式不对", "This row does not have the right form"],
  "programme.invalid": ["章程有错，不能用", "The programme has mistakes"],
  "programme.case_failed": ["章程的用例没有全部通过", "A case of the programme fails"],
  "bank_card.refused": ["这里不能填写银行卡号", "No bank card numbers here"],
  too_many: ["太频繁，请稍等", "Too many at once: wait a moment"],
};

const local: Readonly<Record<string, Sentence>> = {
  not_answered: [
    "没有送到，什么都没有改变，请再试",
    "Not delivered, nothing was changed: try again",
  ],
  "drawer.stayed_shut": [
    "钱箱没有打开，请用钥匙开，再看看它的线",
    "The drawer did not open: use its key, then look at its cable",
  ],
  "refund.no_receipt": ["这不是小票上的码", "That is not the code of a receipt"],
  "refund.not_on_it": [
    "这张小票上没有（或已退完）这件商品",
    "Not on this receipt, or all returned",
  ],
  no_card: ["未出示会员卡", "no card shown"],
  not_met: ["不在优惠范围", "not part of this offer"],
  beaten: ["已按更优惠的算", "a better offer applies"],
};

/** The sentence of a refusal with its code; the code alone where the table has no sentence. */
export const refusalSentence = (code: string, language: string): string => {
  const all: Readonly<Record<string, Sentence | undefined>> = { ...sentences, ...local };
  const sentence = all[code];
  return sentence === undefined ? code : sentence[language === "en" ? 1 : 0];
};
