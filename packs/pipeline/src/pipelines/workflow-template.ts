/** `{{key}}`, spaces allowed inside the braces; letters, digits, underscore. */
export const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** `editor_format`: what the editor of ComfyUI saves, which no server executes. */
export type TemplateFault = 'not_json' | 'no_object' | 'editor_format';

/**
 * What is wrong with a template when every placeholder, inside or outside of a string, is filled with 0. A template is
 * an object with a node for each key, as ComfyUI exports it for its API.
 */
export function templateFault(template: string): TemplateFault | undefined {
  const filled = parsed(template.replace(PLACEHOLDER, '0'));
  if (filled === undefined) return 'not_json';
  if (typeof filled !== 'object' || filled === null || Array.isArray(filled)) return 'no_object';
  return Array.isArray((filled as { nodes?: unknown }).nodes) ? 'editor_format' : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
