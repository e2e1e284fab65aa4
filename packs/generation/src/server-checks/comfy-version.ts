const LEAST = [0, 3, 45];

/** Whether a version of ComfyUI takes no `prompt_id` of ours. A version that is no number is taken for a new one. */
export function isTooOld(version: string): boolean {
  const parts = version.replace(/^v/, '').split('.').slice(0, 3).map(Number);
  if (parts.length < 2 || parts.some(Number.isNaN)) return false;
  const at = LEAST.findIndex((least, i) => (parts[i] ?? 0) !== least);
  return at >= 0 && (parts[at] ?? 0) < (LEAST[at] ?? 0);
}
