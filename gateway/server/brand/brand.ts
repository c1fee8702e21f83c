// What the house looks like on its pages: name, colour, logo. One durable row; the server's memory of it.
import type { JsonObject } from "../../json.ts";
import type { Store } from "../../store/contract.ts";
import type { Logo } from "./logo.ts";
import { logoTypes } from "./logo.ts";

export interface Brand {
  /** `#rrggbb` as it was asked for */
  readonly colour?: string;
  readonly logo?: Logo;
  /** of the house, by language */
  readonly names?: Readonly<Record<string, string>>;
}

export interface BrandBook {
  readonly current: () => Brand;
  /** in that language, or in the nearest there is */
  readonly nameIn: (lang: string) => string | undefined;
  readonly put: (brand: Brand) => Promise<void>;
}

const row = "brand";

export const openBrand = async (store: Pick<Store, "side" | "sideRow">): Promise<BrandBook> => {
  let brand = brandIn(await store.sideRow("meta", row));
  return {
    current: () => brand,
    nameIn: (lang) => {
      const { names = {} } = brand;
      const kin = lang.split("-", 1)[0] ?? lang;
      return names[lang] ?? Object.entries(names).find(([tag]) => tag.startsWith(kin))?.[1];
    },
    put: async (next) => {
      await store.side([{ table: "meta", id: row, body: bodyOf(next) }]);
      brand = next;
    },
  };
};

const bodyOf = ({ colour, logo, names }: Brand): JsonObject => ({
  ...(colour === undefined ? {} : { colour }),
  ...(logo === undefined ? {} : { logo: { ...logo } }),
  ...(names === undefined ? {} : { names: { ...names } }),
});

/** The row was written by this file; what is not as it should be is left out. */
const brandIn = (body: JsonObject = {}): Brand => {
  const { colour, logo, names } = body;
  return {
    ...(typeof colour === "string" ? { colour } : {}),
    ...(isLogo(logo) ? { logo } : {}),
    ...(isNames(names) ? { names } : {}),
  };
};

const isLogo = (value: unknown): value is Logo =>
  typeof value === "object" &&
  value !== null &&
  "data" in value &&
  typeof value.data === "string" &&
  "type" in value &&
  logoTypes.some((type) => type === value.type);

const isNames = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((name) => typeof name === "string");
