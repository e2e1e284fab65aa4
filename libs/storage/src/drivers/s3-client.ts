import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { TrellisConfig } from '@trellis/config';

/** Milliseconds. */
export interface S3Timeouts {
  connect: number;
  whole: number;
}

export const S3_TIMEOUTS: S3Timeouts = { connect: 5_000, whole: 60_000 };
const ignore = () => undefined;

/** What every key in a bucket begins with: empty, or S3_PREFIX and a slash. */
export const keyPrefix = ({ S3_PREFIX }: TrellisConfig): string =>
  S3_PREFIX ? `${S3_PREFIX.replace(/\/+$/, '')}/` : '';

/**
 * The one S3 client. It sends checksums only where the protocol requires them: Backblaze B2 has answered
 * `x-amz-checksum-*` with 400, Swift answers aws-chunked with 501, R2 refuses MD5 together with CRC32. Content-MD5
 * protects the bytes instead. One attempt: the link decides about a repetition, after a HEAD, and a stream cannot be
 * sent twice.
 */
export const s3Client = (config: TrellisConfig, timeouts = S3_TIMEOUTS): S3Client =>
  new S3Client({
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    credentials: {
      accessKeyId: config.S3_ACCESS_KEY_ID as string,
      secretAccessKey: config.S3_SECRET_ACCESS_KEY as string,
    },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    // Errors are thrown and logged once, by the caller. The SDK would print them as well.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    requestHandler: new NodeHttpHandler({
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.whole,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
    }),
  });
