// Stores as technicians find them: what is plugged in where, as the kernel would show it, and what each thing is for.
// Identities are those of devices on sale; a device without a serial number has none here either.

export interface Plugged {
  readonly port: string;
  readonly ids: string;
  readonly name: readonly [string, string];
  readonly serial?: string;
  /** USB interface class */
  readonly class: string;
  /** nodes with the subsystem they belong to, e.g. `tty:ttyUSB0` */
  readonly nodes?: readonly string[];
  /** of a HID device */
  readonly usagePage?: number;
  /** what hangs on its line and answers when it is asked */
  readonly behind?: "printer";
  /** the kind it must be named as, `ask` where a person must be asked, `none` where nothing is said */
  readonly is: string;
}

export interface Layout {
  readonly store: string;
  readonly plugged: readonly Plugged[];
}

const reader = (port: string): Plugged => ({
  port,
  ids: "072f:2200",
  name: ["ACS", "ACR122U PICC Interface"],
  class: "0b",
  is: "card-reader",
});
const reader1252 = (port: string): Plugged => ({
  port,
  ids: "072f:223b",
  name: ["ACS", "ACR1252 Dual Reader"],
  serial: "RR554-012345",
  class: "0b",
  is: "card-reader",
});
const contact = (port: string): Plugged => ({
  port,
  ids: "072f:b100",
  name: ["ACS", "ACR39U ICC Reader"],
  class: "0b",
  is: "card-reader",
});
const omnikey = (port: string): Plugged => ({
  port,
  ids: "076b:5427",
  name: ["HID Global", "OMNIKEY 5427 CK"],
  serial: "OKCM0012303171",
  class: "0b",
  is: "card-reader",
});
const epson = (port: string, serial: string, lp = "lp0"): Plugged => ({
  port,
  ids: "04b8:0e15",
  name: ["EPSON", "TM-T20II"],
  serial,
  class: "07",
  nodes: [`usbmisc:${lp}`],
  is: "receipt-printer",
});
const epson88 = (port: string, lp = "lp0"): Plugged => ({
  port,
  ids: "04b8:0202",
  name: ["EPSON", "TM-T88V"],
  serial: "J5ZF000123",
  class: "07",
  nodes: [`usbmisc:${lp}`],
  is: "receipt-printer",
});
const star = (port: string, lp = "lp0"): Plugged => ({
  port,
  ids: "0519:0003",
  name: ["Star", "TSP143 (STR_T-001)"],
  serial: "2150818010400",
  class: "07",
  nodes: [`usbmisc:${lp}`],
  is: "receipt-printer",
});
const xprinter = (port: string, lp = "lp0"): Plugged => ({
  port,
  ids: "0416:5011",
  name: ["STMicroelectronics", "POS58 USB Printer"],
  class: "07",
  nodes: [`usbmisc:${lp}`],
  is: "receipt-printer",
});
const gprinter = (port: string, lp = "lp0"): Plugged => ({
  port,
  ids: "6868:0200",
  name: ["Gprinter", "GP-L80160 Series"],
  class: "07",
  nodes: [`usbmisc:${lp}`],
  is: "receipt-printer",
});
const honeywellSerial = (port: string, tty = "ttyACM0"): Plugged => ({
  port,
  ids: "0c2e:0b6a",
  name: ["Honeywell", "1900 Vuquest Area-Imaging Scanner"],
  serial: "17204B0A3F",
  class: "02",
  nodes: [`tty:${tty}`],
  is: "barcode-scanner",
});
const zebraKeys = (port: string, raw = "hidraw0"): Plugged => ({
  port,
  ids: "05e0:1200",
  name: ["Symbol Technologies, Inc, 2008", "Symbol Bar Code Scanner"],
  serial: "S20133010503071",
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 1,
  is: "barcode-scanner",
});
const newlandKeys = (port: string, raw = "hidraw0"): Plugged => ({
  port,
  ids: "1eab:0022",
  name: ["Newland Auto-ID", "NLS-FM430"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 1,
  is: "barcode-scanner",
});
const datalogic = (port: string, tty = "ttyACM0"): Plugged => ({
  port,
  ids: "05f9:4204",
  name: ["Datalogic", "QuickScan QD2430"],
  serial: "G17E12345",
  class: "02",
  nodes: [`tty:${tty}`],
  is: "barcode-scanner",
});
const posScanner = (port: string, raw = "hidraw0"): Plugged => ({
  port,
  ids: "0c2e:0901",
  name: ["Metrologic", "Metrologic Scanner"],
  class: "03",
  nodes: [`hidraw:${raw}`, "usbmisc:hiddev0"],
  usagePage: 0x8c,
  is: "barcode-scanner",
});
const noName = (port: string, raw = "hidraw0"): Plugged => ({
  port,
  ids: "ffff:0035",
  name: ["", "Barcode Reader"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 1,
  is: "barcode-scanner",
});
const magtek = (port: string, raw = "hidraw0"): Plugged => ({
  port,
  ids: "0801:0002",
  name: ["Mag-Tek", "USB Swipe Reader"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 0xff00,
  is: "card-reader",
});
const keyboard = (port: string, raw = "hidraw5"): Plugged => ({
  port,
  ids: "046d:c31c",
  name: ["Logitech", "USB Keyboard"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 1,
  is: "none",
});
const mouse = (port: string, raw = "hidraw6"): Plugged => ({
  port,
  ids: "046d:c077",
  name: ["Logitech", "USB Optical Mouse"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 1,
  is: "none",
});
const touch = (port: string, raw = "hidraw7"): Plugged => ({
  port,
  ids: "0eef:0001",
  name: ["eGalax Inc.", "USB TouchController"],
  class: "03",
  nodes: [`hidraw:${raw}`],
  usagePage: 0x0d,
  is: "none",
});
const stick = (port: string): Plugged => ({
  port,
  ids: "0781:5567",
  name: ["SanDisk", "Cruzer Blade"],
  serial: "4C530001230101104225",
  class: "08",
  is: "none",
});
const camera = (port: string): Plugged => ({
  port,
  ids: "046d:0825",
  name: ["", "Webcam C270"],
  serial: "5B8A3A20",
  class: "0e",
  is: "none",
});
const modem = (port: string): Plugged => ({
  port,
  ids: "0bda:8153",
  name: ["Realtek", "USB 10/100/1000 LAN"],
  serial: "000001",
  class: "ff",
  is: "none",
});
const bareCh340 = (port: string, tty = "ttyUSB0"): Plugged => ({
  port,
  ids: "1a86:7523",
  name: ["", "USB Serial"],
  class: "ff",
  nodes: [`tty:${tty}`],
  is: "ask",
});
const printerOnLine = (port: string): Plugged => ({
  ...bareCh340(port),
  behind: "printer",
  is: "receipt-printer",
});
const serialPrinter = (port: string, tty = "ttyUSB0"): Plugged => ({
  port,
  ids: "067b:2303",
  name: ["EPSON", "TM Virtual POS Printer"],
  class: "ff",
  nodes: [`tty:${tty}`],
  is: "receipt-printer",
});
const qrBox = (port: string, tty = "ttyACM0"): Plugged => ({
  port,
  ids: "1234:5678",
  name: ["Newtologic", "QR Barcode Scanner"],
  class: "02",
  nodes: [`tty:${tty}`],
  is: "barcode-scanner",
});
const asked = (one: Plugged): Plugged => ({ ...one, is: "ask" });

export const layouts: readonly Layout[] = [
  {
    store: "hotel desk: reader, Epson, Honeywell",
    plugged: [
      reader("1-1"),
      epson("1-2", "TCGX012345"),
      honeywellSerial("1-3"),
      keyboard("1-4"),
      mouse("1-5"),
    ],
  },
  {
    store: "the same behind one hub",
    plugged: [reader("1-1.1"), epson("1-1.2", "TCGX012346"), honeywellSerial("1-1.3")],
  },
  {
    store: "spa: ACR1252U and a TM-T88V",
    plugged: [reader1252("2-1"), epson88("2-2"), keyboard("2-3")],
  },
  {
    store: "shop: Star and a Symbol scanner as a keyboard",
    plugged: [star("1-1"), zebraKeys("1-2"), keyboard("1-3")],
  },
  {
    store: "shop: no-name 58 mm printer and a no-name scanner",
    plugged: [xprinter("1-1"), noName("1-2"), mouse("1-3")],
  },
  {
    store: "kiosk: touch screen, reader, Gprinter",
    plugged: [touch("1-1"), reader("1-2"), gprinter("1-3")],
  },
  {
    store: "kiosk: embedded Newland window, reader",
    plugged: [touch("1-1"), reader("1-2"), newlandKeys("1-3")],
  },
  {
    store: "members by stripe: MagTek and Epson",
    plugged: [magtek("1-1"), epson("1-2", "TCGX012347")],
  },
  {
    store: "contact cards: ACR39U and Epson",
    plugged: [contact("1-1"), epson("1-2", "TCGX012348")],
  },
  { store: "OMNIKEY and Star", plugged: [omnikey("1-1"), star("1-2")] },
  {
    store: "two Epsons with serial numbers",
    plugged: [epson("1-1", "TCGX012349"), epson("1-2", "TCGX012350", "lp1"), reader("1-3")],
  },
  {
    store: "Datalogic at the till, Honeywell in the store room",
    plugged: [datalogic("1-1", "ttyACM0"), honeywellSerial("1-2", "ttyACM1"), epson88("1-3")],
  },
  { store: "scanner in HID POS mode", plugged: [posScanner("1-1"), epson("1-2", "TCGX012351")] },
  { store: "serial Epson behind a PL2303", plugged: [serialPrinter("1-1"), reader("1-2")] },
  {
    store: "payment QR box and Gprinter",
    plugged: [qrBox("1-1"), gprinter("1-2"), reader1252("1-3")],
  },
  {
    store: "camera, stick and network beside the till",
    plugged: [camera("1-1"), stick("1-2"), modem("1-3"), epson("1-4", "TCGX012352"), reader("1-5")],
  },
  { store: "only a keyboard and a mouse", plugged: [keyboard("1-1"), mouse("1-2")] },
  { store: "nothing at all", plugged: [] },
  {
    store: "ski rental: two kinds of reader",
    plugged: [reader("1-1"), omnikey("1-2"), epson88("1-3"), zebraKeys("1-4")],
  },
  {
    store: "restaurant: Star at the bar, Epson in the kitchen",
    plugged: [star("1-1", "lp0"), epson88("1-2", "lp1"), keyboard("1-3")],
  },
  {
    store: "till with everything",
    plugged: [
      reader1252("3-1"),
      epson("3-2.1", "TCGX012353"),
      honeywellSerial("3-2.2"),
      magtek("3-2.3", "hidraw1"),
      keyboard("3-3"),
      mouse("3-4"),
      touch("3-5"),
    ],
  },
  {
    store: "two ACR122U without serial numbers",
    plugged: [asked(reader("1-1")), asked(reader("1-2")), epson("1-3", "TCGX012354")],
  },
  {
    store: "a printer behind a bare CH340",
    plugged: [printerOnLine("1-1"), reader("1-2")],
  },
];
