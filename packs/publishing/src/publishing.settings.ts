import { Setting } from '@trellis/config';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const WEEK_S = 7 * 24 * 3_600;

/** `6h`, `90m`, `45s` or seconds, as seconds; NaN for anything else. */
export function readSeconds(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,9})\s*([smh])?$/.exec(text.trim()) ?? [];
  return amount === undefined ? NaN : Number(amount) * (SECONDS[unit] ?? NaN);
}

export class PublishingSettings {
  @Setting({ fallback: 'on', doc: '`off`: nothing is published, as on a staging server; posts are planned as usual' })
  @IsIn(['on', 'off'], { message: 'must be on or off' })
  PUBLISHING!: 'on' | 'off';

  @Setting({
    fallback: 6 * 3_600,
    shown: '6h',
    read: readSeconds,
    doc: 'How late a post may be published, such as `6h` or `90m`; later it fails as `missed_window`',
  })
  @IsInt({ message: 'must be a time such as 6h, 90m or 45s' })
  @Min(60, { message: 'must be from 60s to 168h' })
  @Max(WEEK_S, { message: 'must be from 60s to 168h' })
  PUBLISH_MAX_LATENESS!: number;

  @Setting({
    shown: 'none',
    read: (text) => text.trim().toLowerCase(),
    doc: 'A UUID of this installation. A database with another one is a copy, and publishes nothing until a person resumes',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  INSTANCE_ID?: string;
}
