import type { NodeFault } from './answers.ts';
import { errorLine, firstLine, isObject, objectOf } from './read-json.ts';

/** Errors of one node, and nodes, that are kept. */
const MOST_FAULTS = 20;
const MOST_NODES = 100;

/**
 * `node_errors` of an answer to POST /prompt: an object by node, or an empty list on old servers. Received values are
 * left out, because they hold prompts and paths.
 */
export function faultsOf(nodeErrors: unknown): NodeFault[] {
  if (!isObject(nodeErrors)) return [];
  return Object.entries(nodeErrors)
    .slice(0, MOST_NODES)
    .map(([nodeId, found]) => {
      const { errors, class_type: classType } = isObject(found) ? found : {};
      const list = (Array.isArray(errors) ? errors : []).filter(isObject).slice(0, MOST_FAULTS);
      return {
        nodeId: firstLine(nodeId),
        classType: typeof classType === 'string' ? firstLine(classType) : null,
        faults: list.map((error) => ({ type: firstLine(error['type']), message: sentenceOf(error) })),
      };
    });
}

/** `error` of an answer with status 400. @throws UnreadableAnswer */
export function refusalOf(error: unknown): { type: string; message: string } {
  const { type, message } = objectOf(error);
  return { type: firstLine(type), message: errorLine(message) };
}

/** A message, and the name of the input it is about. */
function sentenceOf({ message, extra_info }: Readonly<Record<string, unknown>>): string {
  const name = isObject(extra_info) ? firstLine(extra_info['input_name']) : '';
  return name === '' ? errorLine(message) : firstLine(`${errorLine(message)}: ${name}`);
}
