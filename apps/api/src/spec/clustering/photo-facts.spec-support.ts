import type { RunningApp } from '../support/running-app.spec-support.ts';

export interface Photo {
  id: string;
  url: string | null;
  originalUrl: string;
  sha256: string;
  clusterId: string | null;
  candidateId: string;
  contentType: string;
}

export const photoOf = (app: RunningApp, id: string): Promise<Photo> => app.ok<Photo>('get', `/photos/${id}`);

const ROWS = `
  select (select count(*)::int from photos where cluster_id = $1) as "photosCount",
         (select count(*)::int from pipeline_runs where cluster_id = $1) as "runsCount"`;

/** The number of photos that the cluster shows. Both of its counts have to match the rows. */
export async function checkedCounts(app: RunningApp, clusterId: string): Promise<number> {
  const shown = await app.ok<{ photosCount: number; runsCount: number }>('get', `/clusters/${clusterId}`);
  const [rows] = await app.dataSource.query<[{ photosCount: number; runsCount: number }]>(ROWS, [clusterId]);
  expect({ photosCount: shown.photosCount, runsCount: shown.runsCount }).toEqual(rows);
  return shown.photosCount;
}
