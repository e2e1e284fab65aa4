/** What a prompt carries of ours, so that it is known again in the lists of a server. */
export interface Mark {
  library: string;
  job: string;
}

export function isOurMark(mark: unknown, library: string): boolean {
  return typeof mark === 'object' && mark !== null && (mark as Partial<Mark>).library === library;
}
