import { faults } from './graph-fault.ts';

export type Parameters = ReadonlyMap<string, string>;

/** What a request sends in its query and its body; the same name twice is refused. @throws GraphFault */
export function parametersOf(query: URLSearchParams, type: string, body: string): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, value: string) => {
    if (found.has(name)) throw faults.parameter(`The parameter ${name} was given twice`);
    found.set(name, value);
  };
  for (const [name, value] of query) add(name, value);
  if (type.startsWith('application/json')) for (const [name, value] of jsonOf(body)) add(name, value);
  else if (body !== '') for (const [name, value] of new URLSearchParams(body)) add(name, value);
  return found;
}

function jsonOf(body: string): [string, string][] {
  try {
    const fields = Object.entries(JSON.parse(body) as Record<string, unknown>);
    return fields.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  } catch {
    throw faults.parameter('The body is no JSON object');
  }
}

/** Strict: a real server ignores some of what it does not know, and refuses the rest. @throws GraphFault */
export function requireOnly(parameters: Parameters, required: readonly string[], optional: readonly string[]): void {
  for (const name of required) if (!parameters.get(name)) throw faults.parameter(`The parameter ${name} is required`);
  for (const name of parameters.keys())
    if (![...required, ...optional].includes(name)) throw faults.parameter(`The parameter ${name} is not allowed here`);
}

/** @throws GraphFault */
export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') throw faults.parameter(`Param ${name} must be a boolean`);
  return value === 'true';
}
