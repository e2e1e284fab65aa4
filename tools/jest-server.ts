import type { TestServer } from '@trellis/migrations/testing';

/** The server that jest-setup.ts started, for jest-teardown.ts. */
export const running: { server?: TestServer } = {};
