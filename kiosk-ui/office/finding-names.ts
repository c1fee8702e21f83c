// What the programme's check found, in Chinese: a sentence for each code. In English the check's own sentence says it.

const zh: Readonly<Record<string, string>> = {
  "CN-7day-refund": "付款七日内应可退还本金",
  "CN-cash-limit": "超过现金收取限额",
  "CN-no-expiry-named": "记名卡的储值不得设有效期",
  "CN-prepaid-cap": "超过单张卡的储值限额",
  "CN-realname": "需要实名登记",
  always_denies: "没有条件，会拒绝一切",
  backwards: "结束早于开始",
  day_close_order: "日结按固定次序进行，这里写的次序不起作用",
  duplicate: "同一编号出现两次",
  effect_at_stage: "这一步做不了这件事",
  empty_duration: "不是有效的时长",
  keep_without_down: "不保级也不会失去什么",
  mixed_carry: "两条规则的累计步长不同",
  multiplies_bill: "只要一行符合，整单都会加倍",
  never_down: "升上去就不再降",
  never_fires: "永远不会生效",
  no_cycle: "没有周期，不会降级",
  no_such_day: "没有这一天",
  no_such_time: "没有这个时间",
  not_json: "不是可读的 JSON",
  return_rate: "最多返还 {0}：折扣 {1}，充值赠送 {2}，积分 {3}",
  shape: "格式不对",
  task_cycle: "任务的目标依赖它自己的奖励",
  tie: "总与更靠前的规则打平，前者优先",
  tier_overlap: "与另一等级同一级别",
  tier_unreachable: "达到它的人必先达到更高一级",
  too_many_ways: "整单折扣的组合太多",
  undeclared_group: "分组没有在 groups 里声明",
  unknown_asset: "章程里没有这种资产",
  unknown_code: "不是约定的拒绝码，客人只会看到“不允许”",
  unknown_fact: "没有这个条件项",
  unknown_hours: "hours 里没有这段营业时间",
  unknown_tender: "没有这种支付方式或资产",
  unknown_tier: "章程里没有这个等级",
  unknown_time_zone: "没有这个时区",
  unknown_value: "这个条件不会有这样的值",
  unreachable: "永远轮不到，另一条规则总在它前面",
  unused_group: "没有规则属于这个分组",
  wrong_kind: "次卡只能卖次数或时段",
  wrong_pick: "取的件数多于所数的",
  wrong_type: "值的类型不对",
};

interface Found {
  readonly code: string;
  /** the check's English sentence, with what it speaks of in quotation marks and its rates */
  readonly message: string;
}

const quoted = /"[^"]+"/gu;
const rates = /\d+\.\d+ %/gu;

/** The sentence, with the names and rates of the check's own. */
export const findingText = ({ code, message }: Found, language: string): string => {
  const sentence = Object.hasOwn(zh, code) ? zh[code] : undefined;
  if (language === "en" || sentence === undefined) return message;
  const found = message.match(rates) ?? [];
  const filled = sentence.replaceAll(/\{(\d)\}/gu, (_, at: string) => found[Number(at)] ?? "—");
  const names = [...new Set(message.match(quoted) ?? [])];
  return names.length === 0 ? filled : `${filled}：${names.join("、")}`;
};
