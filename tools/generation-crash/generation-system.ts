import { ProcessSystem } from '../crash/process-system.ts';
import { FakeProcess } from './fake-process.ts';

/** With two ComfyUI servers, one of them old. */
export type GenerationSystem = ProcessSystem<FakeProcess>;

export const startGenerationSystem = async (): Promise<GenerationSystem> =>
  ProcessSystem.start({
    name: 'generation',
    fakes: [await FakeProcess.start('0.33.0'), await FakeProcess.start('0.3.64')],
  });
