import type { PackManifest } from '@trellis/manifest';

/** Every pack, lower packs first. This is the only place that names them. */
const lids: readonly { pack: PackManifest }[] = await Promise.all([
  import('@trellis/personas'),
  import('@trellis/content-pillars'),
  import('@trellis/pipeline'),
  import('@trellis/photos'),
  import('@trellis/clustering'),
  import('@trellis/legacy-import'),
  import('@trellis/publishing'),
  import('@trellis/strategy'),
  import('@trellis/overview'),
  import('@trellis/generation'),
]);

export const packs: readonly PackManifest[] = lids.map(({ pack }) => pack);
