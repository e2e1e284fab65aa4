import type { InputSpec } from './nodes.ts';

export interface PromptError {
  type: string;
  message: string;
  details: string;
  extra_info: Record<string, unknown>;
}

/** An input of a node that is linked to another one. */
export interface Link {
  name: string;
  spec: InputSpec | undefined;
  to: readonly [id: string, slot: number];
}

export const promptError = (
  type: string,
  message: string,
  details = '',
  extra_info: Record<string, unknown> = {},
): PromptError => ({ type, message, details, extra_info });

/** An exception of the server itself. @param via the link by which the node was reached */
export function thrown(details: string, exception_type: string, via?: Link): PromptError {
  const facts = { exception_type, traceback: [] };
  if (!via) return promptError('exception_during_validation', 'Exception when validating node', details, facts);
  const { name: input_name, spec: input_config, to: linked_node } = via;
  const inner = { input_name, input_config, exception_message: details, ...facts, linked_node };
  return promptError('exception_during_inner_validation', 'Exception when validating inner node', details, inner);
}
