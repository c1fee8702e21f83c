// The symbol a kiosk shows to a guest who is no member yet: the till reads it and opens the form. Nothing
// personal is in it.

/** `lang`: the guest's language, a BCP 47 tag, where the symbol tells it. */
export interface EnrolCode {
  readonly lang?: string;
}

const scheme = "tallygate:enrol";

/** Undefined for every other code. Parameters nobody knows are passed over. */
export const readEnrolCode = (code: string): EnrolCode | undefined => {
  const [path, query = ""] = code.split("?");
  if (path !== scheme) return undefined;
  const lang = new URLSearchParams(query).get("lang");
  return lang !== null && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*$/.test(lang) ? { lang } : {};
};
