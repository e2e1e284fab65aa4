import { pack, StrategyModule } from './index.ts';

describe('the pack strategy', () => {
  it('brings its module under the name of its folder', () => {
    expect(pack).toMatchObject({ name: 'strategy', module: StrategyModule });
  });
});
