import type { EndedPrompt, OutputFile } from './answers.ts';

/**
 * The pictures that a prompt has made: saved ones of every node, or of one, each file once. Temporary files are
 * previews and are left out.
 */
export function savedImages({ images }: Pick<EndedPrompt, 'images'>, outputNode?: string | null): OutputFile[] {
  const byFile = new Map<string, OutputFile>();
  for (const image of images) {
    if (image.type !== 'output' || (outputNode != null && image.nodeId !== outputNode)) continue;
    const key = JSON.stringify([image.filename, image.subfolder]);
    if (!byFile.has(key)) byFile.set(key, image);
  }
  return [...byFile.values()];
}
