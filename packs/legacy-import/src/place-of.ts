import type { ImportContext } from './import-context.ts';
import type { RowReader } from './row-reader.ts';

/** The cluster that a run or a photo names, and the persona of that cluster; without a cluster, the persona it names. */
export async function placeOf<T extends string | null>(
  { manager, ports }: ImportContext,
  read: RowReader,
  persona: T,
): Promise<{ clusterId: string | null; personaId: string | T }> {
  const clusterId = read.reference('clusters', 'cluster', 'cluster_id');
  const owner = clusterId === null ? undefined : await ports.clusters.personaOf(manager, clusterId);
  if (owner && persona && persona !== owner) read.notes.push('moved to the persona of its cluster');
  return { clusterId, personaId: owner ?? persona };
}
