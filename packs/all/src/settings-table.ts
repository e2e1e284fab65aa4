import { TrellisConfig, settingsOf, type SettingsClass } from '@trellis/config';

const BEGIN = '<!-- settings: written by npm run settings -->';
const END = '<!-- end of settings -->';

/** Every setting of the process and of the packs as a Markdown table, in declaration order. */
export function settingsTable(packs: readonly SettingsClass[]): string {
  const rows = [TrellisConfig as SettingsClass, ...packs].flatMap((type) =>
    settingsOf(type).map(({ variable, doc, fallback, shown }) => [`\`${variable}\``, shown ?? shownOf(fallback), doc]),
  );
  const table = [['Variable', 'Default', 'Meaning'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head, ...body] = table.map(line);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

const shownOf = (fallback: unknown): string =>
  fallback === undefined ? '' : `\`${JSON.stringify(fallback).replaceAll('"', '')}\``;

/** The page with the table between its two markers. @throws Error for a page without them */
export function withSettings(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from === -1 || to === -1) throw new Error('the page has no markers for the table of settings');
  return `${page.slice(0, from)}${BEGIN}\n\n${table}\n\n${page.slice(to)}`;
}
