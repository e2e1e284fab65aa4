import { aPhoto } from '@trellis/photos/testing';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { LinkLibrary } from './link-library.spec-support.ts';
import { LinkWinnerService } from './link-winner.service.ts';

const first = { actor: 'test', lastAttempt: false };

describe('linking a winner with an earlier photo', () => {
  const pack = usePack([ClusteringModule], { env: { PUBLIC_BASE_URL: 'http://media.test' } });
  const library = new LinkLibrary(pack);
  let linker: LinkWinnerService;
  const manager = () => pack.dataSource.manager;
  const aCompletedRun = () => library.aCompletedRun();
  const aWinner = (run: { id: string; pipelineId: string }) => library.aWinner(run);
  const linkOf = (runId: string) => library.linkOf(runId);
  const choose = (runId: string, candidateId: string) => library.choose(runId, candidateId);
  const photosOf = (runId: string) => library.photosOf(runId);

  beforeAll(() => {
    linker = pack.module.get(LinkWinnerService);
  });

  it('adopts an earlier photo of the winner, and moves it into the cluster', async () => {
    const { run, cluster, winner } = await aCompletedRun();
    const photo = await aPhoto(manager(), { personaId: cluster.personaId, imageCandidateId: winner.id });
    await linker.execute(run.id, first);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', photoId: photo.id, intendedPhotoId: null });
    expect(await photosOf(run.id)).toMatchObject([{ id: photo.id }]);
  });

  it('creates the photo of a new winner, although a person deletes the former photo meanwhile', async () => {
    const { run } = await aCompletedRun();
    const second = await aWinner(run);
    await linker.execute(run.id, first);
    await choose(run.id, second.id);
    await manager().query('delete from photos where id = $1', [(await linkOf(run.id)).photoId]);
    await linker.execute(run.id, first);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', candidateId: second.id });
  });
});
