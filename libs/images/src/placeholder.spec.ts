import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { decodePicture } from './decode-picture.ts';
import { quarters } from './pictures.spec-support.ts';
import { traitsOf } from './traits.ts';

describe('the placeholder of a picture', () => {
  it('is small, and has the shape and the mean colour of the picture', async () => {
    const bytes = await quarters(
      [
        [200, 100, 50],
        [200, 100, 50],
        [200, 100, 50],
        [200, 100, 50],
      ],
      600,
      300,
    )
      .png()
      .toBuffer();
    const hash = Buffer.from((await traitsOf(await decodePicture(bytes))).placeholder, 'base64');
    expect(hash.length).toBeLessThanOrEqual(25);
    expect(thumbHashToApproximateAspectRatio(hash)).toBeGreaterThan(1.5);
    const { r, g, b, a } = thumbHashToAverageRGBA(hash);
    expect([r, g, b, a].map((value) => Math.round(value * 10))).toEqual([8, 4, 2, 10]);
  });
});
