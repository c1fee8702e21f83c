// Sentences of issuing many cards at once, zh-CN and en.

export const batchZh = {
  "desk.batch": "批量发卡",
  "batch.list": "名单：一行一位，姓名后空一格写手机号（可空），最多 {count} 位",
  "batch.unread": "第 {lines} 行看不懂：要有姓名，手机号要是数字",
  "batch.rules": "名单上的客人都已同意会员章程",
  "batch.go": "开始发卡",
  "batch.next": "请把 {name} 的卡放到读卡器上",
  "batch.over": "✓ 名单上的卡都发完了",
  "batch.done": "已发 {done} / {all} · 工本费 {amount}",
  "batch.waiting": "等卡",
  "batch.issue": "用这个卡号发",
} as const;

export const batchEn: Record<keyof typeof batchZh, string> = {
  "desk.batch": "Many cards",
  "batch.list":
    "The list: one person a line, the phone after a blank (may be missing), at most {count}",
  "batch.unread": "Lines {lines} cannot be read: a name, then digits",
  "batch.rules": "Everybody on the list has accepted the rules",
  "batch.go": "Begin",
  "batch.next": "Lay the card for {name} on the reader",
  "batch.over": "✓ Every card on the list is issued",
  "batch.done": "{done} of {all} issued · fees {amount}",
  "batch.waiting": "waits for a card",
  "batch.issue": "Issue this number",
};
