import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { keyOf, prepare, RECIPE, type RenditionKind } from './recipe.ts';
import type { Crop } from './readiness.ts';

const rules = { least: [4, 5], most: [191, 100], maxTrimPercent: 5 } as const;

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } })
    .png()
    .toBuffer();

const prepared = async (width: number, height: number, crop: Crop | null = null) =>
  prepare(await picture(width, height), { crop, aiGenerated: true, rules });

describe('prepare', () => {
  it('makes four renditions of a picture that fits', async () => {
    const { state, reasons, renditions } = await prepared(2000, 1600);
    expect({ state, reasons }).toEqual({ state: 'ready', reasons: [] });
    expect(renditions.map(({ kind, contentType, width, height }) => [kind, contentType, width, height])).toEqual([
      ['instagram', 'image/jpeg', 1440, 1152],
      ['large', 'image/webp', 1280, 1024],
      ['preview', 'image/webp', 640, 512],
      ['thumb', 'image/webp', 320, 256],
    ]);
  });

  it('makes the others of the whole for a picture that needs a crop, and the JPEG with it', async () => {
    const kinds = ({ renditions }: { renditions: { kind: RenditionKind; width: number; height: number }[] }) =>
      renditions.map(({ kind, width, height }) => `${kind} ${width} × ${height}`);
    const without = await prepared(832, 1216);
    expect(without).toMatchObject({ state: 'needs_crop', lossPercent: 14.5, shown: null });
    expect(kinds(without)).toEqual(['large 832 × 1216', 'preview 640 × 935', 'thumb 320 × 468']);
    const crop = { x: 0, y: 88, width: 832, height: 1040, mode: 'centre' } as const;
    const withCrop = await prepared(832, 1216, crop);
    expect(withCrop).toMatchObject({ state: 'ready', shown: crop });
    expect(kinds(withCrop)).toEqual(['instagram 832 × 1040', ...kinds(without)]);
  });

  it('discloses a generated picture and no other', async () => {
    const bytes = await picture(400, 400);
    const jpeg = async (aiGenerated: boolean) =>
      (await prepare(bytes, { crop: null, aiGenerated, rules })).renditions[0]?.bytes.includes(
        'trainedAlgorithmicMedia',
      );
    expect([await jpeg(true), await jpeg(false)]).toEqual([true, false]);
  });

  it('stays far below 8 MB for a picture of noise', async () => {
    const raw = { width: 1440, height: 1800, channels: 3 as const };
    const noise = await sharp(randomBytes(1440 * 1800 * 3), { raw })
      .png({ compressionLevel: 1 })
      .toBuffer();
    const { state, renditions } = await prepare(noise, { crop: null, aiGenerated: true, rules });
    expect(state).toBe('ready');
    expect(renditions[0]?.bytes.length).toBeLessThan(8_000_000);
  });

  it('makes the same bytes, and so the same keys, again', async () => {
    const [first, second] = [await prepared(900, 900), await prepared(900, 900)];
    const keys = ({ renditions }: typeof first) => renditions.map((one) => keyOf('p', 3, one));
    expect(keys(first)).toEqual(keys(second));
    expect(keys(first)[0]).toMatch(new RegExp(`^renditions/p/instagram-${RECIPE}-3-[0-9a-f]{16}\\.jpg$`));
  });
});
