// What a keyboard-wedge device types, from its boot keyboard reports (USB HID 1.11, appendix B): eight bytes of
// modifiers and pressed keys, on the layout of the United States that such devices are shipped with.

const shiftBits = 0x22;

/** usage 0x1e…0x38 → plain and shifted sign */
const signs: readonly (readonly [string, string])[] = [
  ["1", "!"],
  ["2", "@"],
  ["3", "#"],
  ["4", "$"],
  ["5", "%"],
  ["6", "^"],
  ["7", "&"],
  ["8", "*"],
  ["9", "("],
  ["0", ")"],
  ["\n", "\n"],
  ["", ""],
  ["", ""],
  ["\t", "\t"],
  [" ", " "],
  ["-", "_"],
  ["=", "+"],
  ["[", "{"],
  ["]", "}"],
  ["\\", "|"],
  ["#", "~"],
  [";", ":"],
  ["'", '"'],
  ["`", "~"],
  [",", "<"],
  [".", ">"],
  ["/", "?"],
];
const keypad: Readonly<Record<number, string>> = {
  0x54: "/",
  0x55: "*",
  0x56: "-",
  0x57: "+",
  0x58: "\n",
  0x63: ".",
  0x62: "0",
};

/** The sign of one key; empty for keys that type nothing. */
export const keySign = (usage: number, shifted: boolean): string => {
  if (usage >= 0x04 && usage <= 0x1d) {
    const letter = String.fromCharCode(usage - 0x04 + 0x61);
    return shifted ? letter.toUpperCase() : letter;
  }
  if (usage >= 0x1e && usage <= 0x38) return signs[usage - 0x1e]?.[shifted ? 1 : 0] ?? "";
  if (usage >= 0x59 && usage <= 0x61) return String(usage - 0x58);
  return keypad[usage] ?? "";
};

/** Reports → text: a key counts when it is pressed and was not in the report before. */
export const createKeyboardReader = (
  onText: (text: string) => void,
): ((report: Uint8Array) => void) => {
  let held: ReadonlySet<number> = new Set();
  return (report) => {
    // Devices with more than one collection put a report id in front.
    const boot = report.length === 9 ? report.subarray(1) : report;
    if (boot.length !== 8) return;
    const shifted = ((boot[0] ?? 0) & shiftBits) !== 0;
    const pressed = [...boot.subarray(2)].filter((usage) => usage > 3);
    const text = pressed
      .filter((usage) => !held.has(usage))
      .map((usage) => keySign(usage, shifted))
      .join("");
    held = new Set(pressed);
    if (text !== "") onText(text);
  };
};
