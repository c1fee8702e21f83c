// Looks at USB as `tallygate detect --ask` does and says as JSON what it proposes; run beneath umockdev by detect.test.ts.
import { openSerial } from "../../drivers/ports/serial.ts";
import { askLines } from "../../provisioning/detect/ask-lines.ts";
import { propose } from "../../provisioning/detect/propose.ts";
import { readUsb } from "../../provisioning/detect/usb.ts";
import { openMachine } from "../../provisioning/machine.ts";

/** `/dev/ttyUSB0=/tmp/line`: where the far end of a line is; the others lead nowhere. */
const ends = new Map(process.argv.slice(2).map((word) => [word.split("=")[0], word.split("=")[1]]));
const open: typeof openSerial = ({ path, baudRate }, nowMs) =>
  openSerial({ path: ends.get(path) ?? `${path}-nowhere`, baudRate }, nowMs);

process.stdout.write(JSON.stringify(await askLines(propose(readUsb(openMachine())), open)));
