import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';

/** As root, PostgreSQL runs as another user, who must pass through the folder but not list it. */
const MODE = () => (process.getuid?.() === 0 ? 0o711 : 0o700);
const OTHERS = 0o077;
const STICKY = 0o1000;

/** What is in a data directory. */
const OURS =
  /^(trellis\.lock.*|database\.json.*|admin-key.*|secrets-key.*|postgres.*|trellis\.pw|media|originals|candidates)$/;

/**
 * Makes a folder that no other user of the machine can list or read. A folder from before is closed too, if it holds
 * nothing but files of a data directory: a shared folder such as /tmp keeps its mode.
 */
export function privateDirectory(path: string): void {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    return chmodSync(path, MODE());
  }
  const { uid, mode } = statSync(path);
  const me = process.getuid?.();
  const mayClose = uid === me || me === 0;
  const isOpen = (mode & OTHERS & ~MODE()) !== 0;
  if (isOpen && mayClose && (mode & STICKY) === 0 && readdirSync(path).every((name) => OURS.test(name)))
    chmodSync(path, (mode & 0o7000) | (mode & MODE()));
}

/** Takes the rights of other users from a folder that an earlier release made with the usual mode. */
export function closeUsual(path: string, umask = OTHERS): void {
  if (existsSync(path) && (statSync(path).mode & 0o777) === 0o755) chmodSync(path, 0o777 & ~umask);
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
