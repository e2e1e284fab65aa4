import { isTooOld } from './comfy-version.ts';

describe('a version of ComfyUI', () => {
  it.each(['0.3.44', '0.2.99', '0.3.9', 'v0.3.44'])('%s takes no ids of ours', (version) => {
    expect(isTooOld(version)).toBe(true);
  });
  it.each(['0.3.45', '0.3.64', '0.25.0', '0.33.0', '1.0.0', 'v0.38', 'nightly', ''])('%s does', (version) => {
    expect(isTooOld(version)).toBe(false);
  });
});
