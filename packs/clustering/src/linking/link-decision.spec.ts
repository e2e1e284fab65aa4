import type { RunStanding, Winner } from '@trellis/pipeline';
import { decideLink, type CurrentPhoto } from './link-decision.ts';

const winner: Winner = {
  candidateId: 'w',
  imagePath: '/w.png',
  contentType: 'image/png',
  sha256: 'x',
  width: 1,
  height: 1,
  pictureHash: null,
  mirrorHash: null,
  prompt: null,
};
const run = (fields: Partial<RunStanding> = {}): RunStanding => ({
  runId: 'r',
  status: 'completed',
  personaId: 'p',
  clusterId: 'c',
  winner,
  completedAt: new Date(0),
  ...fields,
});
const photo = (fields: Partial<CurrentPhoto> = {}): CurrentPhoto => ({
  clusterId: 'c',
  candidateId: 'w',
  posted: false,
  held: false,
  ...fields,
});
type Link = Parameters<typeof decideLink>[1];
const link = (fields: Partial<Link> = {}): Link => ({
  state: 'pending',
  reason: null,
  candidateId: null,
  photoDeleted: false,
  ...fields,
});

describe('the decision about a completed run', () => {
  it.each([
    [
      'cluster and winner: the photo is made',
      run(),
      link(),
      undefined,
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
    ['its photo exists: nothing but the state', run(), link(), photo(), { do: 'keep', clusterId: 'c', move: false }],
    [
      'another cluster: the photo moves',
      run({ clusterId: 'd' }),
      link(),
      photo(),
      { do: 'keep', clusterId: 'd', move: true },
    ],
    [
      'another winner: a new photo replaces it',
      run(),
      link(),
      photo({ candidateId: 'v' }),
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
    ['no winner', run({ winner: null }), link(), undefined, { do: 'skip', reason: 'no_winner', photo: 'unchanged' }],
    [
      'no winner any more: the photo goes',
      run({ winner: null }),
      link(),
      photo(),
      { do: 'skip', reason: 'no_winner', photo: 'delete' },
    ],
    [
      'no cluster',
      run({ clusterId: null }),
      link(),
      undefined,
      { do: 'skip', reason: 'no_cluster', photo: 'unchanged' },
    ],
    [
      'no cluster any more: the photo stays without one',
      run({ clusterId: null }),
      link(),
      photo(),
      { do: 'skip', reason: 'no_cluster', photo: 'unassign' },
    ],
    [
      'no cluster wins over no winner',
      run({ clusterId: null, winner: null }),
      link(),
      undefined,
      { do: 'skip', reason: 'no_cluster', photo: 'unchanged' },
    ],
    [
      'no cluster wins over a deleted photo',
      run({ clusterId: null }),
      link({ photoDeleted: true }),
      undefined,
      { do: 'skip', reason: 'no_cluster', photo: 'unchanged' },
    ],
    [
      'a person deleted the photo',
      run(),
      link({ photoDeleted: true }),
      undefined,
      { do: 'skip', reason: 'photo_deleted', photo: 'unchanged' },
    ],
    [
      'the photo to be replaced was posted',
      run(),
      link(),
      photo({ candidateId: 'v', posted: true }),
      { do: 'fail', reason: 'photo_posted' },
    ],
    [
      'the photo to go was posted',
      run({ winner: null }),
      link(),
      photo({ posted: true }),
      { do: 'fail', reason: 'photo_posted' },
    ],
    [
      'a posted photo of this winner is kept, and moves',
      run({ clusterId: 'd' }),
      link(),
      photo({ posted: true }),
      { do: 'keep', clusterId: 'd', move: true },
    ],
    [
      'a post holds the photo, and nothing of it changes',
      run(),
      link(),
      photo({ held: true }),
      { do: 'keep', clusterId: 'c', move: false },
    ],
    [
      'no post holds the photo any more',
      run(),
      link({ state: 'failed', reason: 'photo_held', candidateId: 'w' }),
      photo({ candidateId: 'v' }),
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
    [
      'its file was at fault before',
      run(),
      link({ state: 'failed', reason: 'image_changed', candidateId: 'w' }),
      undefined,
      { do: 'leave' },
    ],
    [
      'the file of another winner was at fault before',
      run(),
      link({ state: 'failed', reason: 'image_changed', candidateId: 'v' }),
      undefined,
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
    [
      'the store was away before',
      run(),
      link({ state: 'failed', reason: 'storage_unavailable', candidateId: 'w' }),
      undefined,
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
    [
      'the photo is no longer posted',
      run(),
      link({ state: 'failed', reason: 'photo_posted', candidateId: 'w' }),
      photo({ candidateId: 'v' }),
      { do: 'create', clusterId: 'c', personaId: 'p', winner },
    ],
  ])('%s', (_what, standing, before, current, decision) => {
    expect(decideLink(standing, before, current)).toEqual(decision);
  });

  it.each([
    ['to be replaced', run(), photo({ candidateId: 'v', held: true })],
    ['to go', run({ winner: null }), photo({ held: true })],
    ['to be moved', run({ clusterId: 'd' }), photo({ held: true })],
    ['that would lose its cluster', run({ clusterId: null }), photo({ held: true })],
  ])('fails while a post holds the photo %s', (_what, standing, current) => {
    expect(decideLink(standing, link(), current)).toEqual({ do: 'fail', reason: 'photo_held' });
  });
});
