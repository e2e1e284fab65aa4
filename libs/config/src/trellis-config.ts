import {
  ArrayNotEmpty,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';

const withS3 = ValidateIf((config: TrellisConfig) => config.STORAGE_DRIVER === 's3');
const httpUrl = { protocols: ['http', 'https'], require_tld: false, require_protocol: true };

/** Everything that can be configured, by its environment variable; the table in the README explains each. */
export class TrellisConfig {
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be a postgres:// URL' })
  DATABASE_URL?: string;

  @IsNotEmpty()
  TRELLIS_DATA_DIR: string;

  @IsNotEmpty()
  HOST: string;

  @IsInt({ message: 'must be a port number from 0 to 65535' })
  @Min(0)
  @Max(65535)
  PORT: number;

  @IsIn(['all', 'api', 'worker'], { message: 'must be all, api or worker' })
  ROLE: 'all' | 'api' | 'worker';

  @IsIn(['disk', 's3'], { message: 'must be disk or s3' })
  STORAGE_DRIVER: 'disk' | 's3';

  @IsUrl(httpUrl, { message: 'must be the public http(s) URL under which stored objects are served' })
  PUBLIC_BASE_URL: string;

  @IsOptional()
  @IsUrl(httpUrl, { message: 'must be an http(s) URL' })
  S3_ENDPOINT?: string;

  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_REGION?: string;

  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_BUCKET?: string;

  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_ACCESS_KEY_ID?: string;

  @withS3
  @IsNotEmpty({ message: 'is required with STORAGE_DRIVER=s3' })
  S3_SECRET_ACCESS_KEY?: string;

  @withS3
  @IsBoolean({ message: 'is required with STORAGE_DRIVER=s3 and must be true or false' })
  S3_FORCE_PATH_STYLE?: boolean;

  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9/_-]*$/, { message: 'must be a key prefix of letters, digits, / _ -' })
  S3_PREFIX?: string;

  @ArrayNotEmpty()
  @Matches(/^\//, { each: true, message: 'must be absolute paths with : between them' })
  CANDIDATE_ROOTS: string[];

  @IsInt({ message: 'must be a whole number of bytes' })
  @Min(1)
  MAX_IMAGE_BYTES: number;

  @IsInt({ message: 'must be a whole number from 1 to 64' })
  @Min(1)
  @Max(64)
  LINK_CONCURRENCY: number;

  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  RATE_LIMIT_PER_MINUTE: number;

  @IsString({ each: true })
  CORS_ORIGINS: string[];

  @IsBoolean({ message: 'must be true or false' })
  TRUST_PROXY: boolean;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL: string;

  @IsIn(['pretty', 'json'], { message: 'must be pretty or json' })
  LOG_FORMAT: 'pretty' | 'json';

  /** Whether the objects are served by this application under /media. */
  get servesMedia(): boolean {
    return this.STORAGE_DRIVER === 'disk';
  }

  get isWorker(): boolean {
    return this.ROLE !== 'api';
  }

  get isApi(): boolean {
    return this.ROLE !== 'worker';
  }
}
