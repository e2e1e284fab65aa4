const NAME_LENGTH = 200;
const FOLDER_LENGTH = 100;

/** `YYYYMMDD-HHMMSS`, UTC. */
const stamp = (now: Date): string => now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');

const cut = (text: string, length: number): string => [...text].slice(0, length).join('').trim();

/** `<pipeline name> - YYYYMMDD-HHMMSS`, with the pipeline's name shortened so that it fits into 200 characters. */
export function defaultRunName(pipelineName: string, now: Date): string {
  const suffix = ` - ${stamp(now)}`;
  return cut(pipelineName, NAME_LENGTH - suffix.length) + suffix;
}

/** `/storage/runs/<slug of the name>-YYYYMMDD-HHMMSS`. */
export function defaultTargetFolder(runName: string, now: Date): string {
  const slug = runName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `/storage/runs/${slug.slice(0, FOLDER_LENGTH) || 'run'}-${stamp(now)}`;
}
