// How the house wants its page to look and how large this glass is: asked of the gateway, put on as tokens.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { fitOf, type Glass } from "../charts/kiosk/screen-fit.ts";
import { rememberedLook, rememberLook, wear } from "./look.ts";

type Brand = ResultOf<"brand.get">;
type Colours = NonNullable<Brand["contrast"]>["colours"]["day"];

export interface Dress {
  /** the house's logo, as the address of a picture */
  readonly logo: string | undefined;
  /** the glass hangs so high that everything touched lies as low as it goes */
  readonly low: boolean;
}

export interface Wardrobe {
  /** asks for everything again */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
}

const declarations = ({ primary, primaryStrong, primarySoft, onPrimary }: Colours): string =>
  `{--primary:${primary};--primary-strong:${primaryStrong};--primary-soft:${primarySoft};` +
  `--on-primary:${onPrimary}}`;

/** By day, by night, in high contrast: the same three rules as in tokens.css. */
const rulesOf = ({ contrast }: Brand): string =>
  contrast === undefined
    ? ""
    : `:root${declarations(contrast.colours.day)}` +
      `[data-theme=night]${declarations(contrast.colours.night)}` +
      `[data-contrast=high]${declarations(contrast.colours.high)}`;

export const openWardrobe = (client: TallygateClient, show: (dress: Dress) => void): Wardrobe => {
  let glass: Glass = {};
  let dress: Dress = { logo: rememberedLook().logo, low: false };
  const put = (more: Partial<Dress>): void => {
    dress = { ...dress, ...more };
    show(dress);
  };
  const measure = (): void => {
    const { mmPx, lift, low } = fitOf(glass, { widthPx: innerWidth, heightPx: innerHeight });
    wear({ mmPx, lift });
    rememberLook({ mmPx, lift });
    put({ low });
  };
  addEventListener("resize", measure);
  return {
    refresh: async () => {
      const [brand, { screen = {} }] = await Promise.all([
        client.call("brand.get", {}),
        client.call("station.settings", {}),
      ]);
      const colours = rulesOf(brand);
      const { logo: drawn } = brand;
      const logo = drawn && `data:${drawn.type};base64,${drawn.data}`;
      wear({ colours });
      rememberLook({ colours, logo });
      glass = screen;
      put({ logo });
      measure();
    },
    stop: () => removeEventListener("resize", measure),
  };
};
