import { numberOf } from './exact-json.ts';
import type { InputSpec } from './nodes.ts';
import { promptError, type PromptError } from './prompt-error.ts';

/** What is wrong with an input that is no link. */
export function valueProblems(name: string, value: unknown, spec: InputSpec): PromptError[] {
  const [type, limits] = spec;
  const facts = { input_name: name, input_config: spec, received_value: value };
  if (typeof type !== 'string') {
    if (type.includes(String(value))) return [];
    const details = `${name}: '${String(value)}' not in [${type.map((one) => `'${one}'`).join(', ')}]`;
    return [promptError('value_not_in_list', 'Value not in list', details, facts)];
  }
  if (type !== 'INT' && type !== 'FLOAT') return [];
  const number = numberOf(value);
  if (!Number.isFinite(number) || (typeof value === 'string' && value.trim() === '')) {
    const exception_message = `invalid literal for int() with base 10: '${String(value)}'`;
    const message = `Failed to convert an input value to a ${type} value`;
    const details = `${name}, ${String(value)}, ${exception_message}`;
    return [promptError('invalid_input_type', message, details, { ...facts, exception_message })];
  }
  const { min = -Infinity, max = Infinity } = limits as { min?: number; max?: number };
  if (number > max)
    return [promptError('value_bigger_than_max', `Value ${number} bigger than max of ${max}`, name, facts)];
  if (number < min)
    return [promptError('value_smaller_than_min', `Value ${number} smaller than min of ${min}`, name, facts)];
  return [];
}
