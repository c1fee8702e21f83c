// Sentences about the drawer: opened without a sale, left open, counted on X and Z.

export const drawerZh = {
  "desk.drawer": "开钱箱",
  "drawer.noSale": "不收款开钱箱",
  "drawer.noSaleHelp": "谁、什么时候、为什么，都记在钱箱记录和 X/Z 报表上",
  "drawer.noSaleWhy": "为什么开",
  "drawer.noSaleReasons": "给客人换零钱,放入备用零钱,核对现金,取放票据,误关",
  "drawer.noSaleGo": "记下，开钱箱",
  "drawer.leftOpen": "钱箱开着 {seconds} 秒了，请关上",
  "drawer.openings": "钱箱开了 {all} 次，其中不收款 {noSale} 次",
} as const;

export const drawerEn: Record<keyof typeof drawerZh, string> = {
  "desk.drawer": "Open drawer",
  "drawer.noSale": "Open the drawer without a sale",
  "drawer.noSaleHelp": "Who, when and why stand in the drawer's log and on X and Z",
  "drawer.noSaleWhy": "Why",
  "drawer.noSaleReasons": "Change for a guest,Change put in,Cash checked,Papers,Shut by mistake",
  "drawer.noSaleGo": "Note it and open",
  "drawer.leftOpen": "The drawer has stood open for {seconds} s: please shut it",
  "drawer.openings": "The drawer was opened {all} times, {noSale} of them without a sale",
};
