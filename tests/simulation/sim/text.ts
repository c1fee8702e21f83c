// A field of an event as a text; another shape is none.

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
