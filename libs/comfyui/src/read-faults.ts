import type { NodeFault } from './answers.ts';
import { firstLine, isObject, objectOf } from './read-json.ts';

/** Errors of one node that are kept. */
const MOST_FAULTS = 20;

/**
 * `node_errors` of an answer to POST /prompt: an object by node, or an empty list on old servers. Received values are
 * left out, because they hold prompts and paths.
 */
export function faultsOf(nodeErrors: unknown): NodeFault[] {
  if (!isObject(nodeErrors)) return [];
  return Object.entries(nodeErrors).map(([nodeId, found]) => {
    const { errors, class_type: classType } = isObject(found) ? found : {};
    const list = (Array.isArray(errors) ? errors : []).filter(isObject).slice(0, MOST_FAULTS);
    return {
      nodeId,
      classType: typeof classType === 'string' ? firstLine(classType) : null,
      faults: list.map((error) => ({ type: firstLine(error['type']), message: sentenceOf(error) })),
    };
  });
}

/** `error` of an answer with status 400. @throws UnreadableAnswer */
export function refusalOf(error: unknown): { type: string; message: string } {
  const { type, message } = objectOf(error);
  return { type: firstLine(type), message: firstLine(message) };
}

/** A message, and the name of the input it is about. */
function sentenceOf({ message, extra_info }: Readonly<Record<string, unknown>>): string {
  const name = isObject(extra_info) ? firstLine(extra_info['input_name']) : '';
  return name === '' ? firstLine(message) : firstLine(`${firstLine(message)}: ${name}`);
}
