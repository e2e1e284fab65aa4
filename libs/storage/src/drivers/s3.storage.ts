import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { TrellisConfig } from '@trellis/config';
import {
  ObjectStorage,
  type ByteRange,
  type ObjectFacts,
  type ObjectSource,
  type StoredObject,
} from '../object-storage.ts';
import { ObjectDiffersError, storageFailure } from '../storage.errors.ts';
import { hashSource } from './hash-source.ts';
import { S3_TIMEOUTS, keyPrefix, s3Client } from './s3-client.ts';
import { S3Probe, isForbidden } from './s3-probe.ts';

const isAbsent = (error: unknown): boolean => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket';
};

/** Any S3-compatible store. Uses only what Backblaze B2, R2, Swift and MinIO have in common with AWS. */
export class S3Storage extends ObjectStorage {
  private readonly client: S3Client;
  private readonly prefix: string;
  private readonly probe: S3Probe;

  constructor(
    config: TrellisConfig,
    private readonly bucket: string,
    private readonly timeouts = S3_TIMEOUTS,
  ) {
    super();
    this.client = s3Client(config, timeouts);
    this.prefix = keyPrefix(config);
    this.probe = new S3Probe(this.client, this.at('trellis-probe'));
  }

  override put(key: string, source: ObjectSource, facts: ObjectFacts): Promise<void> {
    return this.guard('put', async (abortSignal) => {
      const { sha256, md5 } = await hashSource(source);
      if (sha256 !== facts.sha256) throw new ObjectDiffersError('put');
      const body = Buffer.isBuffer(source) ? source : source();
      // A source that fails would leave the request waiting for the rest of its Content-Length.
      const broken = new AbortController();
      if (body instanceof Readable) body.once('error', (error) => broken.abort(error));
      const command = new PutObjectCommand({
        ...this.at(key),
        Body: body,
        ContentLength: facts.byteSize,
        ContentMD5: md5,
        ContentType: facts.contentType,
        CacheControl: 'public, max-age=31536000, immutable',
        Metadata: { sha256, md5 },
      });
      try {
        const signal = AbortSignal.any([abortSignal, broken.signal]);
        const { ETag } = await this.client.send(command, { abortSignal: signal });
        if (contradicts(ETag, md5)) throw new Error('BadDigest');
      } finally {
        if (body instanceof Readable) body.destroy();
      }
    });
  }

  override head(key: string): Promise<StoredObject | undefined> {
    return this.orUnseen('head', async (abortSignal) => {
      const answer = await this.client.send(new HeadObjectCommand(this.at(key)), { abortSignal });
      return {
        byteSize: answer.ContentLength ?? 0,
        contentType: answer.ContentType ?? 'application/octet-stream',
        keepsFacts: answer.Metadata?.['sha256'] !== undefined,
        sha256: contradicts(answer.ETag, answer.Metadata?.['md5']) ? null : (answer.Metadata?.['sha256'] ?? null),
      };
    });
  }

  override read(key: string, range?: ByteRange): Promise<Readable | undefined> {
    return this.orUnseen('read', async (abortSignal) => {
      const part = range && { Range: `bytes=${range.start}-${range.end}` };
      const answer = await this.client.send(new GetObjectCommand({ ...this.at(key), ...part }), { abortSignal });
      return answer.Body as Readable;
    });
  }

  /** One at a time: DeleteObjects still sends a CRC32, which B2 has refused. */
  override async delete(key: string): Promise<void> {
    await this.orAbsent('delete', (abortSignal) =>
      this.client.send(new DeleteObjectCommand(this.at(key)), { abortSignal }),
    );
  }

  override async *list(prefix: string): AsyncIterable<string> {
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.bucket,
        Prefix: this.prefix + prefix,
        ContinuationToken,
      });
      const page = await this.guard('list', (abortSignal) => this.client.send(command, { abortSignal }));
      for (const { Key } of page.Contents ?? []) if (Key) yield Key.slice(this.prefix.length);
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  override async check(): Promise<void> {
    await this.guard('check', (abortSignal) => this.probe.check(abortSignal));
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: this.prefix + key };
  }

  private orAbsent<T>(operation: string, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return this.guard(operation, (abortSignal) =>
      work(abortSignal).catch((error: unknown) => {
        if (isAbsent(error)) return undefined;
        throw error;
      }),
    );
  }

  /** For reading: where other objects may be seen, a forbidden one does not exist. Never for a DELETE. */
  private orUnseen<T>(operation: string, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return this.orAbsent(operation, (abortSignal) =>
      work(abortSignal).catch(async (error: unknown) => {
        if (isForbidden(error) && (await this.probe.isSeen(abortSignal))) return undefined;
        throw error;
      }),
    );
  }

  private async guard<T>(operation: string, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(AbortSignal.timeout(this.timeouts.whole));
    } catch (error) {
      throw storageFailure(operation, error);
    }
  }
}

/**
 * Whether the store computed another MD5 (base64) than was declared. An ETag is compared only when it has the form of
 * an MD5.
 */
function contradicts(etag: string | undefined, md5: string | undefined): boolean {
  const hex = /^"?([0-9a-f]{32})"?$/i.exec(etag ?? '')?.[1];
  return hex !== undefined && md5 !== undefined && Buffer.from(hex, 'hex').toString('base64') !== md5;
}
