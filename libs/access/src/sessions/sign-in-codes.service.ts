import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { hashOf } from '../hash-of.ts';

export const CODE_MINUTES = 10;

/** One statement, so that of two uses at the same time one finds nothing. */
const USE = `delete from sign_in_codes where hash = $1 and expires_at > now() returning key_id as "keyId"`;

/** Codes of 128 random bits that sign in once, within ten minutes. Stored as hashes. */
@Injectable()
export class SignInCodes {
  constructor(private readonly database: Database) {}

  /** The code is returned only here. */
  async create(keyId: string): Promise<string> {
    const code = randomBytes(16).toString('base64url');
    await this.database.query(
      `insert into sign_in_codes (hash, key_id, expires_at) values ($1, $2, now() + interval '${CODE_MINUTES} minutes')`,
      [hashOf(code), keyId],
    );
    await this.database.query(`delete from sign_in_codes where expires_at < now()`);
    return code;
  }

  /** The id of the key; undefined when the code is unknown, used or too old. */
  async use(code: string): Promise<string | undefined> {
    const [rows] = await this.database.query<[{ keyId: string }[], number]>(USE, [hashOf(code)]);
    return rows[0]?.keyId;
  }
}
