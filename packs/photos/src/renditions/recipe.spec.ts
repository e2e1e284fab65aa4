import { randomBytes } from 'node:crypto';
import { withText } from '@trellis/testing';
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

  it('lowers the quality once for a JPEG that is too large, then fails', async () => {
    const raw = { width: 400, height: 400, channels: 3 as const };
    const noise = await sharp(randomBytes(480_000), { raw }).png().toBuffer();
    const bytes = async (mostBytes: number) => {
      const made = await prepare(noise, { crop: null, aiGenerated: false, rules, mostBytes });
      return { ...made, size: made.renditions.find(({ kind }) => kind === 'instagram')?.bytes.length };
    };
    const { size = 0 } = await bytes(10_000_000);
    const lower = await bytes(size - 1);
    expect(lower.state).toBe('ready');
    expect(lower.size).toBeLessThan(size);
    const none = await bytes((lower.size ?? 0) - 1);
    expect(none).toMatchObject({ state: 'failed', reasons: [{ key: 'too_large' }], size: undefined });
    expect(none.renditions).toHaveLength(3);
  });

  it.each([
    [1, 50_000, 'failed', 'too_small'],
    [1000, 20_000, 'needs_crop', 'ratio_not_allowed'],
  ])('makes the others of %s × %s, however high', async (width, height, state, key) => {
    const made = await prepared(width, height);
    expect(made).toMatchObject({ state, reasons: [{ key }] });
    expect(made.renditions.map((one) => one.height <= 16_383)).toEqual([true, true, true]);
  });

  it('pads a very high picture in little memory', async () => {
    const crop = { x: 0, y: 0, width: 400, height: 40_000, mode: 'pad' } as const;
    const [{ kind, width, height } = {}] = (await prepared(400, 40_000, crop)).renditions;
    expect([kind, width, height]).toEqual(['instagram', 1440, 1800]);
  });

  it('leaves 9 MB of text out', async () => {
    const bytes = withText(await picture(1024, 1024), 'prompt', 'still life '.repeat(820_000));
    const { state, renditions } = await prepare(bytes, { crop: null, aiGenerated: true, rules });
    expect([bytes.length > 9_000_000, state, renditions.length]).toEqual([true, 'ready', 4]);
    for (const one of renditions)
      expect([one.bytes.length < 100_000, one.bytes.includes('still life')]).toEqual([true, false]);
  });

  it('makes the same bytes, and so the same keys, again', async () => {
    const [first, second] = [await prepared(900, 900), await prepared(900, 900)];
    const keys = ({ renditions }: typeof first) => renditions.map((one) => keyOf('p', 3, one));
    expect(keys(first)).toEqual(keys(second));
    expect(keys(first)[0]).toMatch(new RegExp(`^renditions/p/instagram-${RECIPE}-3-[0-9a-f]{16}\\.jpg$`));
  });
});
