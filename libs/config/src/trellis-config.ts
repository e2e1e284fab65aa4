import { isAbsolute, join, resolve } from 'node:path';
import {
  ArrayNotEmpty,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { hostInUrl, launchDefaults } from './launch-settings.ts';
import { Setting, listed, onOrOff, whole, yesOrNo, type SettingsClass } from './setting.ts';
import { StorageConfig, httpUrl } from './storage-config.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
/** Neither `*` nor `null` nor a path. */
const ORIGIN = /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?)$/;
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

const withoutSlash = (text: string) => text.replace(/\/+$/, '');

function publicBaseUrl({ STORAGE_DRIVER, PUBLIC_API_URL, HOST, PORT }: TrellisConfig): string {
  if (STORAGE_DRIVER !== 'disk') return '';
  const server = LOOPBACK.has(HOST) ? `http://${hostInUrl(HOST)}:${PORT}` : undefined;
  return PUBLIC_API_URL || server ? `${PUBLIC_API_URL ?? server}/media` : '';
}

/** The configuration of the process and of the libraries, by environment variable. Packs declare their own. */
export class TrellisConfig extends StorageConfig {
  @Setting({ fallback: launchDefaults.host, doc: 'Address to listen on' })
  @IsNotEmpty()
  HOST!: string;

  @Setting({ fallback: launchDefaults.port, read: whole, doc: 'Port to listen on' })
  @IsInt({ message: 'must be a port number from 0 to 65535' })
  @Min(0)
  @Max(65535)
  PORT!: number;

  @Setting({ fallback: 'all', doc: '`all`, `api` (HTTP only) or `worker` (background jobs and health endpoints only)' })
  @IsIn(['all', 'api', 'worker'], { message: 'must be all, api or worker' })
  ROLE!: 'all' | 'api' | 'worker';

  @Setting({
    shown: 'the address that the client used',
    read: withoutSlash,
    doc: 'Public URL of this server, with the path prefix of a proxy if there is one: `https://example.org/trellis`',
  })
  @IsOptional()
  @IsUrl(httpUrl, { message: 'must be an http(s) URL' })
  PUBLIC_API_URL?: string;

  @Setting({
    fallback: publicBaseUrl,
    shown: 'with `disk` `/media` of `PUBLIC_API_URL`, or of this server on loopback',
    read: withoutSlash,
    doc: 'Public URL under which stored objects are served; required otherwise',
  })
  @IsUrl(httpUrl, { message: 'must be the public http(s) URL under which stored objects are served' })
  PUBLIC_BASE_URL!: string;

  @Setting({
    fallback: ({ TRELLIS_DATA_DIR }: TrellisConfig) => [join(TRELLIS_DATA_DIR, 'candidates')],
    shown: '`<TRELLIS_DATA_DIR>/candidates`',
    read: (text) => listed(':')(text).map((root) => (isAbsolute(root) ? resolve(root) : root)),
    doc: 'Folders separated by `:`. Images are read only inside them; uploads go to the first',
  })
  @ArrayNotEmpty()
  @Matches(/^\//, { each: true, message: 'must be absolute paths separated by :' })
  CANDIDATE_ROOTS!: string[];

  @Setting({
    fallback: 0o077,
    shown: '`077`',
    read: (text) => (/^0?0[0-7]{2}$/.test(text) ? parseInt(text, 8) : text),
    doc: 'Rights that files and folders of candidates do not get: `027` lets the group read them, `002` lets it write too',
  })
  @IsInt({ message: 'must be three octal digits, such as 027' })
  CANDIDATE_UMASK!: number;

  @Setting({ fallback: 26_214_400, read: whole, doc: 'Size of the largest image, in bytes' })
  @IsInt({ message: 'must be a whole number of bytes' })
  @Min(1)
  MAX_IMAGE_BYTES!: number;

  @Setting({
    fallback: 6000,
    read: whole,
    doc: 'Requests per minute per key; a tenth of it per address without a key. Each process counts for itself',
  })
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  RATE_LIMIT_PER_MINUTE!: number;

  @Setting({
    fallback: [],
    shown: 'none',
    read: listed(','),
    doc: 'Origins whose scripts may call the API, separated by `,`: `https://admin.example.org`',
  })
  @Matches(ORIGIN, { each: true, message: 'must be exact https origins separated by , (http only on loopback)' })
  CORS_ORIGINS!: string[];

  @Setting({
    fallback: [],
    shown: 'none',
    read: (text) => listed(',')(text).map((name) => name.toLowerCase()),
    doc: 'Names under which browsers reach this server, besides its addresses, `localhost` and `PUBLIC_API_URL`, separated by `,`',
  })
  @Matches(HOST_NAME, { each: true, message: 'must be host names without port, separated by ,' })
  ALLOWED_HOSTS!: string[];

  @Setting({ fallback: false, read: yesOrNo, doc: '`true` behind one trusted proxy (`docs/operating.md`)' })
  @IsBoolean({ message: 'must be true or false' })
  TRUST_PROXY!: boolean;

  @Setting({ fallback: true, shown: '`on`', read: onOrOff, doc: '`off` leaves out the pages under `/admin`' })
  @IsBoolean({ message: 'must be on or off' })
  ADMIN_UI!: boolean;

  @Setting({ fallback: 'info', doc: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL!: string;

  @Setting({
    fallback: () => (process.stdout.isTTY ? 'pretty' : 'json'),
    shown: '`pretty` on a terminal, `json` otherwise',
    doc: '`pretty` or `json`',
  })
  @IsIn(['pretty', 'json'], { message: 'must be pretty or json' })
  LOG_FORMAT!: 'pretty' | 'json';

  /** The settings of a pack, by class. */
  of<T extends object>(type: SettingsClass<T>): T {
    return this.packs(type) as T;
  }

  /** Called by `loadConfig` with the source of the packs' settings. */
  readWith(packs: (type: SettingsClass) => object): void {
    Object.defineProperty(this, 'packs', { value: packs, enumerable: false });
  }

  private readonly packs!: (type: SettingsClass) => object;

  /** Whether this application serves the objects under /media. */
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
