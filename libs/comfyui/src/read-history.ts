import type { EndedPrompt, ExecutionFault, OutputFile } from './answers.ts';
import { errorLine, firstLine, isObject, nameOf, objectOf, UnreadableAnswer, type JsonObject } from './read-json.ts';
import { promptOf } from './read-queue.ts';

const RESULTS = {
  execution_error: 'error',
  execution_interrupted: 'interrupted',
  execution_success: 'success',
} as const;
/** Pictures of one prompt that are read. */
const MOST_IMAGES = 1_000;
const MOST_OTHERS = 20;

/**
 * `/history/{id}` of this prompt; undefined for the empty object of an unknown one.
 * @throws UnreadableAnswer also where the answer is about other prompts
 */
export function readHistory(body: unknown, promptId: string): EndedPrompt | undefined {
  const entries = objectOf(body);
  if (Object.keys(entries).length === 0) return undefined;
  const { prompt, outputs, status } = objectOf(entries[promptId]);
  const asked = promptOf(prompt);
  if (asked.promptId !== promptId) throw new UnreadableAnswer();
  const messages = messagesOf(status);
  const shown = objectOf(outputs);
  const images = Object.entries(shown).flatMap(([nodeId, output]) => imagesOf(nodeId, output));
  if (images.length > MOST_IMAGES) throw new UnreadableAnswer();
  const others = new Set(Object.values(shown).flatMap((output) => Object.keys(objectOf(output)).map(firstLine)));
  others.delete('images');
  const result = resultOf(status, messages);
  const fault = result === 'error' ? faultOf(messages.get('execution_error') ?? {}) : null;
  return { kind: 'ended', result, images, others: [...others].slice(0, MOST_OTHERS), fault, mark: asked.mark };
}

/** Messages by type. Old servers have no status. */
function messagesOf(status: unknown): Map<string, JsonObject> {
  if (!isObject(status) || !Array.isArray(status['messages'])) return new Map();
  const pairs = status['messages'].filter((message) => Array.isArray(message));
  return new Map(
    pairs.flatMap(([type, data]) => (typeof type === 'string' ? [[type, isObject(data) ? data : {}]] : [])),
  );
}

function resultOf(status: unknown, messages: Map<string, JsonObject>): EndedPrompt['result'] {
  const named = Object.entries(RESULTS).find(([type]) => messages.has(type));
  if (named) return named[1];
  const { status_str: word = 'success' } = isObject(status) ? status : {};
  if (word !== 'success' && word !== 'error') throw new UnreadableAnswer();
  return word;
}

function imagesOf(nodeId: string, output: unknown): OutputFile[] {
  const { images } = objectOf(output);
  return (Array.isArray(images) ? images : []).flatMap((image) => imageOf(nodeId, image) ?? []);
}

/** Undefined for what is no file, as nodes of other packages show it, and for a name that no database can keep. */
function imageOf(nodeId: string, image: unknown): OutputFile | undefined {
  if (!isObject(image)) return undefined;
  const { filename, subfolder = '', type } = image;
  try {
    const file = { filename: nameOf(filename), subfolder: nameOf(subfolder, 1_000), type: nameOf(type, 20) };
    return { nodeId: nameOf(nodeId), ...file };
  } catch (error) {
    if (error instanceof UnreadableAnswer) return undefined;
    throw error;
  }
}

const OUT_OF_MEMORY = /OutOfMemory|out of memory|can't allocate memory/i;

function faultOf({ node_id, node_type, exception_type, exception_message }: JsonObject): ExecutionFault {
  const [type, message] = [firstLine(exception_type), errorLine(exception_message)];
  return {
    nodeId: firstLine(node_id),
    classType: typeof node_type === 'string' ? firstLine(node_type) : null,
    type,
    message,
    isOutOfMemory: OUT_OF_MEMORY.test(type) || OUT_OF_MEMORY.test(message),
  };
}
