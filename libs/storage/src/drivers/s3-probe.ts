import { createHash } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const TEXT = Buffer.from('Trellis checks here whether it can store objects.\n');
const hash = (algorithm: string, encoding: 'base64' | 'hex') => createHash(algorithm).update(TEXT).digest(encoding);
const OBJECT = {
  Body: TEXT,
  ContentMD5: hash('md5', 'base64'),
  ContentType: 'text/plain',
  Metadata: { sha256: hash('sha256', 'hex') },
};

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Without the right to list, a store answers 403 for an object that does not exist. */
export const isForbidden = (error: unknown): boolean => statusOf(error) === 403;

/**
 * The object that shows whether this process can do its work: put an object, and see it with its metadata. It is
 * written once. The work needs no right to list, so the probe does not ask for one.
 */
export class S3Probe {
  constructor(
    private readonly client: S3Client,
    private readonly at: { Bucket: string; Key: string },
  ) {}

  /** @throws the refusal of the store */
  async check(abortSignal: AbortSignal): Promise<void> {
    if ((await this.metadata(abortSignal))?.['sha256']) return;
    await this.client.send(new PutObjectCommand({ ...this.at, ...OBJECT }), { abortSignal });
    const { Metadata } = await this.client.send(new HeadObjectCommand(this.at), { abortSignal });
    if (!Metadata?.['sha256']) throw Object.assign(new Error('no metadata'), { code: 'MetadataMissing' });
  }

  /** Whether the object exists and may be seen. */
  async isSeen(abortSignal: AbortSignal): Promise<boolean> {
    return (await this.metadata(abortSignal)) !== undefined;
  }

  private async metadata(abortSignal: AbortSignal): Promise<Record<string, string> | undefined> {
    try {
      return (await this.client.send(new HeadObjectCommand(this.at), { abortSignal })).Metadata ?? {};
    } catch (error) {
      if (statusOf(error) === 404 || isForbidden(error)) return undefined;
      throw error;
    }
  }
}
