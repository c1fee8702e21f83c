// From a JSON pointer to the line of the text. Reads JSON that has been parsed before, so it is right.

const white = new Set([" ", "\t", "\n", "\r"]);

interface Reader {
  readonly text: string;
  place: number;
  line: number;
  readonly lines: Map<string, number>;
}

const step = (reader: Reader): string => {
  const sign = reader.text.charAt(reader.place);
  if (sign === "\n") reader.line += 1;
  reader.place += 1;
  return sign;
};

const skipWhite = (reader: Reader): string => {
  while (white.has(reader.text.charAt(reader.place))) step(reader);
  return reader.text.charAt(reader.place);
};

const readString = (reader: Reader): string => {
  const start = reader.place;
  step(reader);
  for (let sign = step(reader); sign !== '"' && sign !== ""; sign = step(reader)) {
    if (sign === "\\") step(reader);
  }
  const value: unknown = JSON.parse(reader.text.slice(start, reader.place));
  return String(value);
};

const escaped = (member: string): string => member.replaceAll("~", "~0").replaceAll("/", "~1");

const readObject = (reader: Reader, at: string): void => {
  step(reader);
  while (skipWhite(reader) !== "}") {
    const line = reader.line;
    const member = `${at}/${escaped(readString(reader))}`;
    reader.lines.set(member, line);
    skipWhite(reader);
    step(reader);
    readValue(reader, member);
    if (skipWhite(reader) === ",") step(reader);
  }
  step(reader);
};

const readArray = (reader: Reader, at: string): void => {
  step(reader);
  for (let index = 0; skipWhite(reader) !== "]"; index += 1) {
    reader.lines.set(`${at}/${index}`, reader.line);
    readValue(reader, `${at}/${index}`);
    if (skipWhite(reader) === ",") step(reader);
  }
  step(reader);
};

const readValue = (reader: Reader, at: string): void => {
  const sign = skipWhite(reader);
  if (sign === "{") readObject(reader, at);
  else if (sign === "[") readArray(reader, at);
  else if (sign === '"') readString(reader);
  else while (/[-+.\w]/.test(reader.text.charAt(reader.place))) step(reader);
};

/** Line (from 1) of every member and element of a JSON text, by pointer; the whole is `""`. */
export const linesByPointer = (text: string): ReadonlyMap<string, number> => {
  const reader: Reader = { text, place: 0, line: 1, lines: new Map([["", 1]]) };
  readValue(reader, "");
  return reader.lines;
};

/** The line of a pointer, or of the nearest thing around it that is in the file. */
export const lineOf = (lines: ReadonlyMap<string, number>, at: string): number => {
  for (let place = at; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    const line = lines.get(place);
    if (line !== undefined) return line;
  }
  return 1;
};
