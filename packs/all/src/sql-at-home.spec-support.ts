import ts from 'typescript';

/** Calls whose text argument names a table. */
const BUILDERS = new Set([
  'from',
  'into',
  'update',
  'delete',
  'insert',
  'upsert',
  'createQueryBuilder',
  'getRepository',
  'count',
  'countBy',
  'exists',
  'existsBy',
  'find',
  'findBy',
  'findOneBy',
  'findOneByOrFail',
  'save',
  'remove',
  'leftJoin',
  'innerJoin',
  'leftJoinAndSelect',
  'innerJoinAndSelect',
  'insertRows',
  'insertReturning',
  'insertSql',
  'updateRows',
]);

/** A string of the source that may reach the database. */
interface Text {
  text: string;
  /** Whether the whole string is the name of a table. */
  isName: boolean;
}

/** The tables that the code names: in SQL, in a query builder, or as `{ table: '…' }`. */
export function tablesIn(code: string, tables: readonly string[]): string[] {
  const texts = textsOf(ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true));
  return tables.filter((table) => texts.some(({ text, isName }) => (isName && text === table) || names(text, table)));
}

/** The views of packs that the code reads. */
export const viewsIn = (code: string): string[] => [...new Set(code.match(/\bpub_[a-z0-9_]+\b/g) ?? [])];

const names = (text: string, table: string): boolean =>
  new RegExp(
    `\\b(from|join|into|update|table|using|truncate|exists|only|references)\\s+\\(*("?public"?\\.)?"?${table}"?(?![\\w.])`,
    'i',
  ).test(text) ||
  (isStatement(text) && new RegExp(`\\bfrom\\b[^;]*,\\s*("?public"?\\.)?"?${table}"?(\\s|$)`, 'i').test(text));

const isStatement = (text: string) => /\b(select|delete|update)\b[^]*\bfrom\b/i.test(text);

function textsOf(node: ts.Node): Text[] {
  const own = textOf(node);
  const below: Text[] = [];
  ts.forEachChild(node, (child) => void below.push(...textsOf(child)));
  return own === undefined ? below : [{ text: own, isName: isTableName(node) }, ...below];
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ? ');
}

/** A constant with the name of a table is meant for SQL. */
function isTableName({ parent }: ts.Node): boolean {
  if (ts.isVariableDeclaration(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === 'table';
  if (!ts.isCallExpression(parent)) return false;
  const callee = parent.expression;
  return BUILDERS.has(ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText());
}
