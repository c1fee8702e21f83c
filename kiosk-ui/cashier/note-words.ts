// Sentences about the note on a bill.

export const noteZh = {
  "note.title": "单据备注",
  "note.help": "跟着这张单：挂单、取单、退货和会员记录里都看得到。不要写证件号、电话",
  "note.text": "备注（最多 200 字）",
  "note.printed": "也打印在小票上",
  "note.go": "记下备注",
  "note.add": "备注",
} as const;

export const noteEn: Record<keyof typeof noteZh, string> = {
  "note.title": "Note on the bill",
  "note.help":
    "Stays with this bill: parked, taken up, returned, in the member's file. No document or phone numbers",
  "note.text": "Note (200 characters)",
  "note.printed": "Print it on the receipt too",
  "note.go": "Keep the note",
  "note.add": "Note",
};
