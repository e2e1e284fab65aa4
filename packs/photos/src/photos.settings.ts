import { Setting, type TrellisConfig } from '@trellis/config';
import { IsNumber, Max, Min, ValidateBy } from 'class-validator';

/** Two whole numbers, not wider than a square: Instagram accepts at least squares. */
const IsNarrow = (): PropertyDecorator =>
  ValidateBy({
    name: 'isNarrow',
    validator: {
      validate: (text: unknown) => {
        const [, width, height] = /^([1-9]\d{0,2}):([1-9]\d{0,2})$/.exec(String(text)) ?? [];
        return width !== undefined && Number(width) <= Number(height);
      },
      defaultMessage: () => 'must be two whole numbers, the first not above the second, e.g. 4:5',
    },
  });

export class PhotosSettings {
  @Setting({
    fallback: 5,
    read: Number,
    doc: 'The most of a picture, in percent, that is cut off by itself to fit Instagram',
  })
  @IsNumber({ allowNaN: false }, { message: 'must be a number from 0 to 50' })
  @Min(0)
  @Max(50)
  MAX_TRIM_PERCENT!: number;

  @Setting({ fallback: '4:5', doc: 'The narrowest picture that Instagram accepts, as width:height' })
  @IsNarrow()
  INSTAGRAM_MIN_RATIO!: string;
}

/** What may be posted without a decision of a person. */
export interface PictureRules {
  /** The narrowest ratio of width to height. */
  least: readonly [width: number, height: number];
  /** The widest. */
  most: readonly [width: number, height: number];
  maxTrimPercent: number;
}

export function pictureRules(config: TrellisConfig): PictureRules {
  const { INSTAGRAM_MIN_RATIO, MAX_TRIM_PERCENT } = config.of(PhotosSettings);
  const [width = 4, height = 5] = INSTAGRAM_MIN_RATIO.split(':').map(Number);
  return { least: [width, height], most: [191, 100], maxTrimPercent: MAX_TRIM_PERCENT };
}
