import { types, type CustomTypesConfig } from 'pg';

const TIMESTAMPTZ = 1184;

/** `2026-11-23 10:00:00.123+00`, as every session of ours writes it. */
const USUAL = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

const two = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

type Parser = (text: string) => unknown;

/** How pg itself reads a type. */
const usual = (oid: number, format?: 'text'): Parser => types.getTypeParser(oid, format) as Parser;

/** pg's own parser is prepared for every style of date, and takes several times as long. */
export function momentOf(text: string): unknown {
  if (!USUAL.test(text)) return usual(TIMESTAMPTZ)(text);
  const year = two(text, 0) * 100 + two(text, 2);
  const ms = text.length > 22 ? Math.floor(Number(text.slice(19, -3)) * 1000 + 1e-6) : 0;
  const time = [two(text, 11), two(text, 14), two(text, 17), ms] as const;
  return new Date(Date.UTC(year, two(text, 5) - 1, two(text, 8), ...time));
}

/** How the driver reads the values of rows. */
export const rowTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === TIMESTAMPTZ && format !== ('binary' as string)
      ? momentOf
      : usual(oid, format)) as CustomTypesConfig['getTypeParser'],
};
