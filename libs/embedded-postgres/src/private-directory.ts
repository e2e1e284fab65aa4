import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';

/** As root, PostgreSQL runs as another user, who must pass through the folder but not list it. */
const MODE = () => (process.getuid?.() === 0 ? 0o711 : 0o700);

/**
 * Makes a folder that no other user of the machine can list or read. A folder from before is closed too, unless it
 * belongs to another user and this process may not change it.
 */
export function privateDirectory(path: string): void {
  const made = !existsSync(path);
  if (made) mkdirSync(path, { recursive: true, mode: 0o755 });
  const { uid, mode } = statSync(path);
  const me = process.getuid?.();
  if (made) chmodSync(path, MODE());
  else if ((uid === me || me === 0) && (mode & 0o777 & ~MODE()) !== 0)
    chmodSync(path, (mode & 0o7000) | (mode & MODE()));
}

/** Runs `work`, which must not wait for anything, with another umask of the process. */
export function withUmask<T>(umask: number, work: () => T): T {
  const before = process.umask(umask);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/** Takes the rights of other users from a folder that an earlier release made with the usual mode. */
export function closeUsual(path: string, umask = 0o077): void {
  if (existsSync(path) && (statSync(path).mode & 0o777) === 0o755) chmodSync(path, 0o777 & ~umask);
}
