import type { ComfyServerEntity, ParentImages, ServerState } from './comfy-server.entity.ts';

/** A server as the API shows it: its token is never shown. */
export interface ServerView {
  id: string;
  name: string;
  baseUrl: string;
  token: { set: boolean; last4: string | null; setAt: Date | null; setBy: string | null };
  parentImages: ParentImages;
  state: ServerState;
  reason: string | null;
  version: string | null;
  answeredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string | null;
}

/** Columns that the driver changes all the time are no change of a person, so `updatedAt` is that of the settings. */
export function serverView(server: ComfyServerEntity): ServerView {
  const { tokenLast4: last4, tokenSetAt: setAt, tokenSetBy: setBy } = server;
  const { id, name, baseUrl, parentImages, state, reason, version } = server;
  const { answeredAt, createdAt, editedAt: updatedAt, updatedBy } = server;
  const token = { set: setAt !== null, last4, setAt, setBy };
  return {
    ...{ id, name, baseUrl, token, parentImages, state, reason, version, answeredAt },
    ...{ createdAt, updatedAt, updatedBy },
  };
}
