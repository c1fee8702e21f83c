// What may be shown of a person without opening the vault: enough for her to know herself, not for others to find her.

/** `张*`, `欧***`, `A**`: the first character and one star for each further one, whatever the script. */
export const maskedName = (name: string): string => {
  const [first, ...others] = graphemes.segment(name.trim());
  return `${first?.segment ?? ""}${"*".repeat(Math.max(1, others.length))}`;
};

/** `138****5678`; of a number shorter than a mobile's only the last two digits. */
export const maskedPhone = (phone: string): string => {
  const digits = phone.normalize("NFKC").replace(/\D/gu, "");
  if (digits.length < 8) return `****${digits.slice(-2)}`;
  const national = digits.length === 13 && digits.startsWith("86") ? digits.slice(2) : digits;
  return `${national.slice(0, 3)}****${national.slice(-4)}`;
};

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
