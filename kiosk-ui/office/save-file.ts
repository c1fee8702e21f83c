// Hands a file that came over the wire to the browser's downloads.

export interface SentFile {
  readonly name: string;
  readonly type: string;
  /** base64 */
  readonly data: string;
}

export const saveFile = ({ name, type, data }: SentFile): void => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.codePointAt(0) ?? 0);
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** Text the page has itself. */
export const saveText = (name: string, text: string): void => {
  const bytes = new TextEncoder().encode(text);
  const data = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""));
  saveFile({ name, type: "application/json", data });
};
