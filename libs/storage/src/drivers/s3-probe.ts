import { createHash } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const TEXT = Buffer.from('Trellis checks here whether it can store objects.\n');

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Without the right to list, a store answers 403 for an object that does not exist. */
export const isForbidden = (error: unknown): boolean => statusOf(error) === 403;

/**
 * The object that shows whether this process can do its work: put an object and see it. It is written once. The work
 * needs no right to list, so the probe does not ask for one.
 */
export class S3Probe {
  constructor(
    private readonly client: S3Client,
    private readonly at: { Bucket: string; Key: string },
  ) {}

  /** @throws the refusal of the store */
  async check(abortSignal: AbortSignal): Promise<void> {
    if (await this.isSeen(abortSignal)) return;
    const object = {
      Body: TEXT,
      ContentMD5: createHash('md5').update(TEXT).digest('base64'),
      ContentType: 'text/plain',
    };
    await this.client.send(new PutObjectCommand({ ...this.at, ...object }), { abortSignal });
    await this.client.send(new HeadObjectCommand(this.at), { abortSignal });
  }

  /** Whether the object exists and may be seen. */
  async isSeen(abortSignal: AbortSignal): Promise<boolean> {
    try {
      await this.client.send(new HeadObjectCommand(this.at), { abortSignal });
      return true;
    } catch (error) {
      if (statusOf(error) === 404 || isForbidden(error)) return false;
      throw error;
    }
  }
}
