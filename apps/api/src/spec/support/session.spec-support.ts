import type { AddressInfo } from 'node:net';
import supertest, { type Test } from 'supertest';
import { ApiKeys, Sessions, type Role } from '@trellis/access';
import type { RunningApp } from './running-app.spec-support.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };

/** A browser that has signed in: its requests have a cookie and no key. */
export class SignedIn {
  private constructor(
    private readonly app: RunningApp,
    readonly cookie: string,
    readonly id: string,
    readonly keyId: string,
  ) {}

  static async as(
    app: RunningApp,
    role: Role,
    { name = `session of ${role}`, by }: { name?: string; by?: string } = {},
  ) {
    const key = await app.app.get(ApiKeys).create({ name, role }, 'test');
    const { id, token } = await app.app.get(Sessions).open(key, { by, address: '127.0.0.1' });
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    return new SignedIn(app, `trellis_session_${port}=${token}`, id, key.id);
  }

  call(method: Method, path: string, headers: Record<string, string> = SAME_ORIGIN): Test {
    return supertest(this.app.app.getHttpServer())
      [method](`/api/v1${path}`)
      .set({ Cookie: this.cookie, ...headers });
  }
}
