// The part of @resvg/resvg-js 2.6 that pictures are drawn with; declared here because the package is optional.
declare module "@resvg/resvg-js" {
  export interface RenderOptions {
    readonly background?: string;
    readonly fitTo?: { readonly mode: "zoom"; readonly value: number };
    readonly font?: {
      readonly loadSystemFonts?: boolean;
      readonly fontFiles?: readonly string[];
      readonly defaultFontFamily?: string;
      readonly monospaceFamily?: string;
    };
  }

  export interface RenderedImage {
    readonly width: number;
    readonly height: number;
    asPng(): Buffer;
  }

  export function renderAsync(svg: string, options?: RenderOptions): Promise<RenderedImage>;
}
