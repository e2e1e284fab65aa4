import { ArrayMaxSize, IsEmpty, IsOptional, ValidateBy, ValidateIf } from 'class-validator';
import { Setting } from '@trellis/config';
import { MASTER_KEYS, splitKeys } from './master-key.ts';

const ARE_KEYS = {
  message: 'must be one or two keys of 32 bytes, in base64 or hexadecimal, separated by ,',
  each: true,
};

/** Where the key comes from that secrets in the database are encrypted with. */
export class SecretsSettings {
  @Setting({
    read: splitKeys,
    doc: 'Key for secrets in the database: 32 bytes in base64 or hexadecimal (`openssl rand -base64 32`). A second one, after a `,`, is only read',
  })
  @IsOptional()
  @ArrayMaxSize(MASTER_KEYS, { message: ARE_KEYS.message })
  @ValidateBy({ name: 'masterKey', validator: { validate: (key) => Buffer.isBuffer(key) } }, ARE_KEYS)
  SECRETS_KEY?: Buffer[];

  @Setting({
    shown: '`<TRELLIS_DATA_DIR>/secrets-key` with the embedded database',
    doc: 'File with that key, or with both on two lines, instead of `SECRETS_KEY`',
  })
  @ValidateIf(({ SECRETS_KEY, SECRETS_KEY_FILE }: SecretsSettings) => Boolean(SECRETS_KEY && SECRETS_KEY_FILE))
  @IsEmpty({ message: 'and SECRETS_KEY cannot be set together' })
  SECRETS_KEY_FILE?: string;
}
