import { pack, OverviewModule } from './index.ts';

describe('the pack overview', () => {
  it('brings its module under the name of its folder', () => {
    expect(pack).toMatchObject({ name: 'overview', module: OverviewModule });
  });
});
