// Which of the optional native packages load on this machine. PC/SC is left out: only its own child may load it.

const loaders = {
  serialport: () => import("serialport"),
  "node-hid": () => import("node-hid"),
  usb: () => import("usb"),
} as const;

export type NativePackage = keyof typeof loaders;

/** The reason why a package does not load, in its first line; undefined when it does. */
export const packageProblem = async (name: NativePackage): Promise<string | undefined> => {
  try {
    await loaders[name]();
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message.split("\n")[0] : String(fault);
  }
};
