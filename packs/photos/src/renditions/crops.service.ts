import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database, recordAudit } from '@trellis/database';
import {
  cropStrategies,
  decodePicture,
  imageIsGone,
  inTurn,
  narrowed,
  partOf,
  suggestCrop,
  webpsOf,
  type CropStrategy,
  type Picture,
  type Size,
} from '@trellis/images';
import { DomainError, notFound } from '@trellis/kernel';
import type { ObjectPlace } from '@trellis/storage';
import { OriginalStore } from '../originals/original-store.ts';
import type { PhotoEntity } from '../photo.entity.ts';
import { photoProblems } from '../photo.problems.ts';
import { pictureRules } from '../photos.settings.ts';
import { isAllowed, largestAllowed } from './judge-ratio.ts';
import type { Crop, CropMode } from './readiness.ts';
import { RenditionOrders } from './rendition-orders.ts';

const PREVIEW = { width: 320, quality: 75 };
/** The width of the picture in which a part is looked for. */
const LOOKED_AT = 1280;
const ORIGINAL = `select store, key, width, height from photo_objects where photo_id = $1 and kind = 'original'`;

/** How a crop is chosen. The numbers belong to a rectangle. */
export interface CropChoice {
  mode: CropMode;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}

/** A crop that is proposed, with a small picture as a data URL. */
export interface CropPreview extends Crop {
  image: string;
}

type Original = Size & ObjectPlace;

/** The part of a photo that is posted, as a person chooses it. What is stored is always the rectangle. */
@Injectable()
export class CropsService {
  constructor(
    private readonly database: Database,
    private readonly originals: OriginalStore,
    private readonly orders: RenditionOrders,
    private readonly config: TrellisConfig,
  ) {}

  /** What each strategy would choose. @throws DomainError photo_not_found, image_missing, too_busy */
  async previews(photoId: string): Promise<Record<CropStrategy, CropPreview>> {
    const original = await this.original(photoId);
    return this.looking(original, async (small) => {
      const previews: [CropStrategy, CropPreview][] = [];
      for (const mode of cropStrategies)
        previews.push([mode, await previewOf(small, original, await this.suggested(original, small, mode))]);
      return Object.fromEntries(previews) as Record<CropStrategy, CropPreview>;
    });
  }

  /** @throws DomainError photo_not_found, crop_invalid, photo_held, image_missing, too_busy */
  async choose(photoId: string, choice: CropChoice, actor: string): Promise<void> {
    const original = await this.original(photoId);
    const crop = await this.cropOf(original, choice);
    await this.change(photoId, actor, 'photo.cropped', (photo) => (sameCrop(photo.crop, crop) ? undefined : { crop }));
  }

  /** Back to what is found by itself. @throws DomainError photo_not_found, photo_held */
  reset(photoId: string, actor: string): Promise<void> {
    return this.change(photoId, actor, 'photo.crop_reset', ({ crop }) => (crop ? { crop: null } : undefined));
  }

  /** The renditions are made again. @throws DomainError photo_not_found, photo_held */
  again(photoId: string, actor: string): Promise<void> {
    return this.change(photoId, actor, 'photo.renditions_ordered', () => ({}));
  }

  private change(
    photoId: string,
    actor: string,
    action: string,
    columnsOf: (photo: PhotoEntity) => { crop?: Crop | null } | undefined,
  ): Promise<void> {
    return this.database.transaction(async (manager) => {
      const photo = await this.orders.lock(manager, photoId);
      const columns = columnsOf(photo);
      if (!columns) return;
      await this.orders.renew(manager, photo, columns);
      await recordAudit(manager, { actor, action, subjectType: 'photo', subjectId: photoId, data: { ...columns } });
    });
  }

  private async cropOf(original: Original, { mode, x = 0, y = 0, width = 0, height = 0 }: CropChoice): Promise<Crop> {
    if (mode === 'pad') return { x: 0, y: 0, width: original.width, height: original.height, mode };
    if (mode !== 'rectangle') return this.looking(original, (small) => this.suggested(original, small, mode));
    const crop = { x, y, width, height, mode };
    this.requireFitting(original, crop);
    return crop;
  }

  private requireFitting(picture: Size, crop: Crop): void {
    if (crop.x + crop.width > picture.width || crop.y + crop.height > picture.height)
      throw invalid(`The rectangle must lie inside the picture of ${picture.width} × ${picture.height}.`);
    const rules = pictureRules(this.config);
    const { least, most } = rules;
    if (!isAllowed(crop, rules))
      throw invalid(`The ratio of width to height must be from ${least.join(':')} to ${most[0] / most[1]}:1.`);
  }

  /** What a strategy chooses in a small picture, as a rectangle of the original. */
  private async suggested(original: Size, small: Picture, mode: CropStrategy): Promise<Crop> {
    const { width, height } = largestAllowed(original, pictureRules(this.config));
    const scale = small.width / original.width;
    const size = {
      width: width === original.width ? small.width : Math.max(1, Math.floor(width * scale)),
      height: height === original.height ? small.height : Math.max(1, Math.floor(height * scale)),
    };
    const { x, y } = await suggestCrop(small, size, mode);
    const within = (at: number, most: number) => Math.min(Math.round(at / scale), most);
    return { x: within(x, original.width - width), y: within(y, original.height - height), width, height, mode };
  }

  private async original(photoId: string): Promise<Original> {
    const [original] = await this.database.query<Original[]>(ORIGINAL, [photoId]);
    if (!original) throw notFound(photoProblems.photo_not_found);
    return original;
  }

  /** Reads, decodes and works in turn with others, on a picture that is small enough to be looked at several times. */
  private looking<T>(original: Original, work: (small: Picture) => Promise<T>): Promise<T> {
    return inTurn(async () => {
      const bytes = await this.originals.read(original);
      if (!bytes) throw new DomainError(imageIsGone, 'The original is not in the store.');
      return work(await narrowed(await decodePicture(bytes), LOOKED_AT));
    });
  }
}

const invalid = (detail: string) => new DomainError(photoProblems.crop_invalid, detail);

const sameCrop = (a: Crop | null, b: Crop): boolean =>
  a !== null && (['x', 'y', 'width', 'height', 'mode'] as const).every((field) => a[field] === b[field]);

async function previewOf(small: Picture, original: Size, crop: Crop): Promise<CropPreview> {
  const scale = small.width / original.width;
  const part = {
    x: Math.floor(crop.x * scale),
    y: Math.floor(crop.y * scale),
    width: Math.max(1, Math.floor(crop.width * scale)),
    height: Math.max(1, Math.floor(crop.height * scale)),
  };
  const [preview] = await webpsOf(await partOf(small, part), [PREVIEW.width], PREVIEW.quality);
  return { ...crop, image: `data:image/webp;base64,${preview?.bytes.toString('base64')}` };
}
