import { pack, GenerationModule } from './index.ts';

describe('the pack generation', () => {
  it('brings its module under the name of its folder', () => {
    expect(pack).toMatchObject({ name: 'generation', module: GenerationModule });
  });
});
