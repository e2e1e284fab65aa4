/** `{{key}}`, spaces allowed inside the braces; letters, digits, underscore. */
export const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Whether the template is JSON when every placeholder, inside or outside of a string, is filled with 0. */
export function isWorkflowTemplate(template: string): boolean {
  try {
    JSON.parse(template.replace(PLACEHOLDER, '0'));
    return true;
  } catch {
    return false;
  }
}
