import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';
import { DatabaseConfig } from './database-config.ts';
import { Setting, yesOrNo } from './setting.ts';

const withS3 = ValidateIf((config: StorageConfig) => config.STORAGE_DRIVER === 's3');
export const httpUrl = { protocols: ['http', 'https'], require_tld: false, require_protocol: true };

/** Where objects are stored. */
export class StorageConfig extends DatabaseConfig {
  @Setting({ fallback: 'disk', doc: '`disk` or `s3`' })
  @IsIn(['disk', 's3'], { message: 'must be disk or s3' })
  STORAGE_DRIVER!: 'disk' | 's3';

  @Setting({ doc: 'Endpoint of an S3-compatible store; without it AWS' })
  @IsOptional()
  @IsUrl(httpUrl, { message: 'must be an http(s) URL' })
  S3_ENDPOINT?: string;

  @Setting({ doc: 'Required with `s3`' })
  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_REGION?: string;

  @Setting({ doc: 'Required with `s3`' })
  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_BUCKET?: string;

  @Setting({
    doc: 'A second bucket, without public access, for originals. Without it they are in `S3_BUCKET` under keys that cannot be guessed',
  })
  @IsOptional()
  @ValidateIf(({ S3_BUCKET, S3_PRIVATE_BUCKET }: StorageConfig) => S3_PRIVATE_BUCKET === S3_BUCKET)
  @IsIn([], { message: 'must be another bucket than S3_BUCKET' })
  S3_PRIVATE_BUCKET?: string;

  @Setting({ doc: 'Required with `s3`' })
  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_ACCESS_KEY_ID?: string;

  @Setting({ doc: 'Required with `s3`' })
  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_SECRET_ACCESS_KEY?: string;

  @Setting({ read: yesOrNo, doc: 'Required with `s3`. `true` for stores without a domain per bucket' })
  @withS3
  @IsBoolean({ message: 'is required with STORAGE_DRIVER=s3 and must be true or false' })
  S3_FORCE_PATH_STYLE?: boolean;

  @Setting({ doc: 'Prefix of every key' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9/_-]*$/, { message: 'must be a key prefix of letters, digits, / _ -' })
  S3_PREFIX?: string;
}
