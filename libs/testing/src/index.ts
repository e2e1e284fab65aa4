export { ClustersStandIn, ImageCandidatesStandIn } from './stand-ins.entity.ts';
export { StrictPolicy } from './strict-policy.ts';
export { startPack, type RunningPack } from './start-pack.ts';
export { aJpeg, aPng, aWebp, anAnimatedWebp, pngOfBytes, withText } from './images.ts';
export { temporaryDirectory } from './temporary-directory.ts';
export { freshDatabase, onServer, type FreshDatabase } from '@trellis/database/testing';
export { untilDeadline } from '@trellis/kernel';
export { seeded } from './seeded.ts';
