const FENCE = /```(?:json)?\s*\n?([\s\S]*?)```/i;
/** A text with more brackets before its JSON is none: looking at each would take for ever. */
const MOST_TRIES = 100;
const CLOSING: Record<string, string> = { '{': '}', '[': ']' };

/**
 * The JSON that a model wrote, perhaps in a fence or between sentences: the first balanced object or list that can be
 * read. Undefined when there is none.
 */
export function jsonInText(text: string): unknown {
  for (const candidate of [FENCE.exec(text)?.[1], text]) {
    const found = candidate === undefined ? undefined : firstJson(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstJson(text: string): unknown {
  let from = text.search(/[[{]/);
  for (let tries = 0; from !== -1 && tries < MOST_TRIES; tries += 1, from = next(text, from + 1)) {
    const end = balancedEnd(text, from);
    const parsed = end === undefined ? undefined : parse(text.slice(from, end));
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

const next = (text: string, from: number): number => {
  const found = text.slice(from).search(/[[{]/);
  return found === -1 ? -1 : from + found;
};

/** The place after the bracket that closes the one at `from`, outside of strings. */
function balancedEnd(text: string, from: number): number | undefined {
  const open: string[] = [];
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (CLOSING[character]) open.push(CLOSING[character]);
    else if (character === open.at(-1)) open.pop();
    if (open.length === 0) return at + 1;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
