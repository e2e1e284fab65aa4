import { pack, PublishingModule } from './index.ts';

describe('the pack publishing', () => {
  it('brings its module under the name of its folder', () => {
    expect(pack).toMatchObject({ name: 'publishing', module: PublishingModule });
  });
});
