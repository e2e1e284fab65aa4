import sharp from 'sharp';
import { decodePicture } from './decode-picture.ts';
import { cropStrategies, suggestCrop } from './suggest-crop.ts';

/** Grey, with a busy square of bright colours at this height. */
async function aPicture(top: number): Promise<Buffer> {
  const cells = Array.from({ length: 64 }, (_, i) => {
    const fill = i % 3 ? 'rgb(230,60,40)' : 'rgb(250,220,180)';
    return `<rect x="${300 + (i % 8) * 25}" y="${top + Math.floor(i / 8) * 25}" width="20" height="20" fill="${fill}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1600"><rect width="800" height="1600" fill="#888"/>${cells.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten().png().toBuffer();
}

const size = { width: 800, height: 1000 };

describe('suggestCrop', () => {
  it('centres', async () => {
    const picture = await decodePicture(await aPicture(0));
    expect(await suggestCrop(picture, size, 'centre')).toEqual({ x: 0, y: 300, ...size });
  });

  it.each(['attention', 'entropy'] as const)('follows what is to be seen: %s', async (strategy) => {
    const [above, below] = await Promise.all(
      [50, 1300].map(async (top) => suggestCrop(await decodePicture(await aPicture(top)), size, strategy)),
    );
    expect(above).toMatchObject({ x: 0, ...size });
    expect(above?.y).toBeLessThanOrEqual(50);
    expect(below?.y).toBeGreaterThanOrEqual(500);
    expect((below?.y ?? Infinity) + size.height).toBeLessThanOrEqual(1600);
  });

  it('stays inside the picture', async () => {
    const picture = await decodePicture(await aPicture(700));
    for (const strategy of cropStrategies) {
      const { x, y, width, height } = await suggestCrop(picture, { width: 400, height: 1600 }, strategy);
      expect([x >= 0, y, width, height, x + width <= 800]).toEqual([true, 0, 400, 1600, true]);
    }
  });
});
