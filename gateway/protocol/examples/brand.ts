// Examples of brand.*.
import { type Examples, any } from "./example.ts";

const colours = { day: any, night: any, high: any };

export const brandExamples: Examples = {
  "brand.get": {
    given: [
      {
        call: "brand.put",
        as: "office",
        params: { colour: "#7a1f3d", names: { en: "Yunqi Hotel" } },
      },
    ],
    as: "kiosk",
    params: {},
    result: {
      names: { en: "Yunqi Hotel" },
      colour: "#7a1f3d",
      contrast: { adjusted: false, colours },
    },
  },
  "brand.try": {
    as: "office",
    params: { colour: "#ffcc00" },
    result: { asked: 1.26, used: any, adjusted: true, colours },
  },
  "brand.put": {
    as: "office",
    params: { colour: "#0055aa", key: "brand-1" },
    result: { contrast: { adjusted: true, colours } },
  },
};
