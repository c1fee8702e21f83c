// Looks at USB as `tallygate detect` does and says as JSON what it proposes; run beneath umockdev by detect.test.ts.
import { propose } from "../../provisioning/detect/propose.ts";
import { readUsb } from "../../provisioning/detect/usb.ts";
import { openMachine } from "../../provisioning/machine.ts";

process.stdout.write(JSON.stringify(propose(readUsb(openMachine()))));
