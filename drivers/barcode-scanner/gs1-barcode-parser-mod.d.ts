// The part of gs1-barcode-parser-mod that is used here; the package brings no types.
declare module "gs1-barcode-parser-mod" {
  export const parseBarcode: (code: string) => {
    readonly parsedCodeItems: readonly { readonly ai: string; readonly raw: string }[];
  };
}
