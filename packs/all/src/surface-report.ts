import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { settingsOf } from '@trellis/config';
import { subscriptionsOf } from '@trellis/events';
import type { PackManifest } from '@trellis/manifest';

/**
 * The public surface of a pack as Markdown: the declarations that its lid exports, and what its manifest contributes.
 * The report is committed. A change of it is a change of what other packs may use.
 */
export function reportOf(pack: PackManifest, root: string): string {
  const dist = join(root, 'packs', pack.name, 'dist');
  const code = exportsOf(join(dist, 'index.d.ts'))
    .map(({ text }) => text)
    .join('\n\n');
  const brought = [...broughtBy(pack), apiOf(join(dist, 'api.d.ts'))].map(
    ([what, names]) => `- **${what}**: ${names.join(', ') || 'none'}`,
  );
  return `# The lid of ${pack.name}

Written by \`npm run surface\`; a test compares it. A change here is a change of what other packs may use.

\`\`\`ts
${code}
\`\`\`

## What it brings

${brought.join('\n')}
`;
}

const broughtBy = (pack: PackManifest): [string, string[]][] => [
  ['Tables', [...pack.tables]],
  ['Views', Object.entries(pack.views ?? {}).map(([view, columns]) => `${view} (${columns.join(', ')})`)],
  ['Problems', Object.values(pack.problems ?? {}).map(({ code, kind }) => `${code} (${kind})`)],
  ['Events', (pack.events ?? []).map(({ eventName, version }) => `${eventName} v${version}`)],
  ['Subscriptions', subscriptionsIn(pack)],
  ['Workers', (pack.workers ?? []).map(({ name }) => name)],
  ['Checks', (pack.checks ?? []).map(({ code }) => code)],
  ['Examinations', (pack.examinations ?? []).map(({ needs }) => needs)],
  ['Commands', (pack.commands ?? []).map(({ name }) => name.replace(/Command$/, ''))],
  ['Audit subjects', [...(pack.auditSubjects ?? [])]],
  ['References', Object.entries(pack.references ?? {}).map(([key, words]) => `${key} (${words})`)],
  ['Settings', (pack.settings ?? []).flatMap((type) => settingsOf(type).map(({ variable }) => variable))],
  ['Metrics', (pack.metrics ?? []).map(({ name, type }) => `${name} (${type})`)],
];

const subscriptionsIn = ({ subscribers = [] }: PackManifest): string[] =>
  subscribers.flatMap(subscriptionsOf).map(({ as, event }) => `${as} to ${event.eventName}`);

/** The request and response classes that controllers of packs above may use (`@trellis/<pack>/api`). */
const apiOf = (entry: string): [string, string[]] => [
  'Classes of ./api',
  existsSync(entry) ? exportsOf(entry).map(({ name }) => name) : [],
];

/** Each exported name of the entry with its declaration, in alphabetical order. */
function exportsOf(entry: string): { name: string; text: string }[] {
  const found = parse(entry)
    .statements.filter(ts.isExportDeclaration)
    .flatMap((statement) => {
      const { exportClause, moduleSpecifier } = statement;
      if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier)
        throw new Error(`${entry}: name every export`);
      const file = join(dirname(entry), (moduleSpecifier as ts.StringLiteral).text.replace(/\.(ts|js)$/, '.d.ts'));
      return exportClause.elements.map(({ name }) => ({ name: name.text, text: declarationOf(file, name.text) }));
    });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const parse = (file: string) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
const printer = ts.createPrinter({ removeComments: true });

function declarationOf(file: string, name: string): string {
  const source = parse(file);
  const statement = source.statements.find((one) => namesOf(one).includes(name));
  if (!statement) throw new Error(`${file} does not declare ${name}`);
  const text = ts.isClassDeclaration(statement) ? classText(statement, source) : print(statement, source);
  return text.replace(/^export (declare )?/, '').replace(/^declare /, '');
}

const print = (node: ts.Node, source: ts.SourceFile) => printer.printNode(ts.EmitHint.Unspecified, node, source);

const namesOf = (statement: ts.Statement): string[] => {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.getText()] : [];
};

/** Without private members, which cannot be used from outside. */
function classText(declaration: ts.ClassDeclaration, source: ts.SourceFile): string {
  const head = source.text.slice(declaration.getStart(source), declaration.members.pos).trim();
  const members = declaration.members
    .filter((member) => !ts.isConstructorDeclaration(member) && !isPrivate(member))
    .map((member) => `    ${print(member, source)}`);
  return [head, ...members, '}'].join('\n');
}

const isPrivate = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) &&
  (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
