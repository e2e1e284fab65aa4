import { aPng } from '@trellis/testing';
import { aLibrary, aPreparedRun, type Library, type PreparedRun } from './library.spec-support.ts';
import { RunningApp, type AppOptions } from './running-app.spec-support.ts';

/** The application for every test of the surrounding `describe`: started before the first, stopped after the last. */
export function useApp(options: AppOptions = {}): RunningApp {
  const app = new RunningApp();
  beforeAll(() => app.start(options));
  afterAll(() => app.stop());
  return app;
}

/** A library in the application, created before the first test. Its ids are available inside of tests. */
export function useLibrary(app: RunningApp): Library {
  const library = {} as Library;
  beforeAll(async () => Object.assign(library, await aLibrary(app)));
  return library;
}

/** A run of the library without candidates, created before the first test. */
export function useEmptyRun(app: RunningApp, library: Library): PreparedRun {
  const run = {} as PreparedRun;
  beforeAll(async () => Object.assign(run, await aPreparedRun(app, library, { candidates: 0, winner: false })));
  return run;
}

/** A PNG in the first candidate root, written before the first test. */
export function useImage(app: RunningApp): { path: string } {
  const image = { path: '' };
  beforeAll(async () => void (image.path = await app.file('one.png', await aPng())));
  return image;
}
