/** What a prompt carries of ours, so that it is known again in the lists of a server. */
export interface Mark {
  library: string;
  job: string;
}

/** Of a prompt that only tries a server out. Drivers leave it alone. */
export const probeMark = (library: string) => ({ probeOf: library });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a prompt is of this library. Ids of ours are UUIDs; others have copied our mark. */
export function isOurs({ promptId, mark }: { promptId: string; mark: unknown }, library: string): boolean {
  return (
    typeof mark === 'object' && mark !== null && (mark as Partial<Mark>).library === library && UUID.test(promptId)
  );
}
