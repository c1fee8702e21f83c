// Sentences of looking up what became of an act whose answer a guest never saw, zh-CN and en.

export const referenceZh = {
  "reference.title": "查问号：客人没等到结果",
  "reference.hint": "自助机上的 8 位查问号，或扫客人拍下的码",
  "reference.go": "查结果",
  "reference.unread": "查问号是 8 位数字和 A 到 F 的字母",
  "reference.none": "没有入账：这一笔没有办成，可以重新办",
  "reference.done": "已入账，不要再办",
  "reference.print": "打小票",
  "reference.op.pass.punch": "用次卡",
  "reference.op.points.redeem": "积分兑换",
  "reference.op.stay.checkIn": "办入住",
  "reference.op.arrival.checkIn": "签到",
  "reference.op.topup.intend": "待收充值",
  "reference.op.member.update": "改消息设置",
  "reference.op.card.reportLost": "挂失",
  "reference.op.print.receipt": "补打小票",
  "reference.op.help.call": "呼叫服务员",
} as const;

export const referenceEn: Record<keyof typeof referenceZh, string> = {
  "reference.title": "Enquiry: a guest saw no answer",
  "reference.hint": "The 8 signs on the kiosk, or scan the code in the guest's photo",
  "reference.go": "Look it up",
  "reference.unread": "An enquiry has 8 signs, digits and A to F",
  "reference.none": "Nothing was booked: it was not done and can be done now",
  "reference.done": "booked, do not repeat it",
  "reference.print": "Print receipt",
  "reference.op.pass.punch": "Punch card used",
  "reference.op.points.redeem": "Points redeemed",
  "reference.op.stay.checkIn": "Check-in",
  "reference.op.arrival.checkIn": "Signed in for the day",
  "reference.op.topup.intend": "Top-up told to the desk",
  "reference.op.member.update": "News on or off",
  "reference.op.card.reportLost": "Card reported lost",
  "reference.op.print.receipt": "Receipt printed again",
  "reference.op.help.call": "Staff called",
};
