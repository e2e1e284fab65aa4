import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts: the key of a request. */
export interface Acting {
  id: string;
  /** As the audit log names it: `key:<name>`. */
  actor: string;
}

const current = new AsyncLocalStorage<Acting>();

/** Runs `work` as this key. The audit log then knows it in every change. */
export const actingAs = <T>(acting: Acting, work: () => T): T => current.run(acting, work);

/** Undefined for workers and commands. */
export const acting = (): Acting | undefined => current.getStore();
