// `tallygate devices udev`: the udev rules of this store, or the modules that must stay away, on standard output.
import { parseArgs } from "node:util";
import {
  modprobeRules,
  NamedDeviceError,
  udevRules,
  type NamedDevice,
} from "../../drivers/udev.ts";
import { UsageError, type Verb } from "../verb.ts";

const badName = new UsageError({
  zh: "写法：--name 名字=厂商:型号[:序列号] 或 --name 名字=厂商:型号@端口",
  en: "Write --name NAME=VENDOR:PRODUCT[:SERIAL] or --name NAME=VENDOR:PRODUCT@PORT",
});

/** `desk-scanner=0c2e:0901:S1`, or `…@1-1.2` for the port. */
const namedDevice = (text: string): NamedDevice => {
  const match =
    /^(?<name>[^=]+)=(?<vendor>[0-9a-f]{4}):(?<product>[0-9a-f]{4})(?::(?<serial>[^@]+)|@(?<port>.+))?$/u.exec(
      text,
    );
  const { name, vendor, product, serial, port } = match?.groups ?? {};
  if (name === undefined || vendor === undefined || product === undefined) throw badName;
  return {
    name,
    vendor,
    product,
    ...(serial === undefined ? {} : { serial }),
    ...(port === undefined ? {} : { port }),
  };
};

export const devicesUdev: Verb = {
  name: "devices udev",
  usage: "[--name NAME=VENDOR:PRODUCT[:SERIAL|@PORT] …] [--group GROUP] [--modprobe]",
  hasOwnFormat: true,
  says: {
    zh: "由驱动表生成 udev 规则（或需屏蔽的内核模块）",
    en: "Makes the udev rules (or the list of modules to keep away) from the driver table",
  },
  run: (args, { line }) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        name: { type: "string", multiple: true, default: [] },
        group: { type: "string" },
        modprobe: { type: "boolean", default: false },
      },
    });
    const group = values.group === undefined ? {} : { group: values.group };
    try {
      line(values.modprobe ? modprobeRules() : udevRules(values.name.map(namedDevice), group));
    } catch (fault) {
      if (!(fault instanceof NamedDeviceError)) throw fault;
      throw new UsageError({ zh: fault.message, en: fault.message });
    }
    return Promise.resolve(0);
  },
};
