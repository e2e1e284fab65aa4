import type { ComfyServer } from './comfy-server.ts';
import { broken, ok, refused, type ComfyAnswer } from './answers.ts';
import { parseExact } from './exact-json.ts';
import { fileNamed } from './files.ts';
import type { Graph } from './graph.ts';
import { textOf } from './text-of.ts';
import { validatePrompt } from './validate-prompt.ts';

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const error = (type: string, message: string, details = '') => ({ type, message, details, extra_info: {} });

const INVALID_ID = error(
  'invalid_prompt_id',
  'prompt_id must be a valid UUID',
  'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one',
);

/** A prompt is queued, refused, or makes the server stumble. */
export function postPrompt(server: ComfyServer, text: string): ComfyAnswer {
  const json = jsonOf(text);
  if (!isObject(json)) return broken;
  const extra = json['extra_data'] ?? {};
  if (!server.isOld && !isObject(extra)) return broken;
  if ('number' in json && Number.isNaN(Number(json['number']))) return broken;
  if (!('prompt' in json)) return refused(error('no_prompt', 'No prompt provided', 'No prompt provided'));
  const id = idOf(json, server.isOld);
  if (id === null) return refused(INVALID_ID);
  const graph = graphOf(json['prompt'], server.isOld);
  if (!graph) return broken;
  const hasImage = (name: string) => {
    if (server.isOld && name.startsWith('/')) return true;
    const file = fileNamed(name);
    return file !== undefined && server.files.get(file) !== undefined;
  };
  const checked = validatePrompt(graph, { hasImage, isOld: server.isOld });
  if (server.script.takes('refuse_next'))
    return refused(
      error('prompt_outputs_failed_validation', 'Prompt outputs failed validation', 'refused by a script'),
    );
  if (checked.error) return refused(checked.error, checked.nodeErrors);
  const client = json['client_id'];
  const known = { ...(isObject(extra) && extra), ...(client !== undefined && { client_id: client }) };
  const entry = server.take(graph, checked.outputs, known, id);
  if (server.script.takes('error_500_but_queue')) return broken;
  return ok({ prompt_id: entry.id, number: entry.number, node_errors: checked.nodeErrors });
}

function jsonOf(text: string): unknown {
  try {
    return parseExact(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Undefined: the server chooses one. Null: it is refused. */
function idOf(json: Record<string, unknown>, isOld: boolean): string | undefined | null {
  const given = json['prompt_id'];
  if (isOld) return 'prompt_id' in json ? (given === null ? 'None' : textOf(given)) : undefined;
  if (given === undefined || given === null) return undefined;
  return typeof given === 'string' && CANONICAL.test(given) ? given : null;
}

/** The editor's format has nodes in a list, and values where nodes should be: servers stumble over it. */
function graphOf(prompt: unknown, isOld: boolean): Graph | undefined {
  if (Array.isArray(prompt) && prompt.length === 0 && isOld) return {};
  if (!isObject(prompt) || !Object.values(prompt).every(isObject)) return undefined;
  return prompt as Graph;
}
