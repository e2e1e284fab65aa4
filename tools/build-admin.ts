// The pages of apps/admin, built when a file that they are made of has changed since. `npm start`, the image and
// `npm run build` use it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PARTS = ['apps/admin', 'libs/api-client/src'];
const COMMON = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.web.json'];
const IGNORED = new Set(['node_modules', 'dist', 'browser']);
const STAMP = 'built.txt';
const TEXT = /\.(js|css|svg)$/;
const LEAST_BYTES = 1024;

/** Returns false when the build fails. A failed build leaves the one before. */
export async function buildAdmin(root: string, out?: NodeJS.WritableStream): Promise<boolean> {
  const site = join(root, 'apps/admin/dist/site');
  const wanted = fingerprint(root);
  if (stampOf(site) === wanted) return true;
  out?.write('Building apps/admin\n');
  const next = join(root, `apps/admin/dist/site-${process.pid}`);
  try {
    if (!(await build(root, next))) return false;
    compress(join(next, 'assets'));
    writeFileSync(join(next, STAMP), wanted);
    replace(site, next, wanted);
    return true;
  } catch (error) {
    // A user who may not write here has the pages that another user has built.
    if (['EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Each text also as .br and .gz, so that the server compresses nothing. */
function compress(folder: string): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    if (!TEXT.test(name) || bytes.length < LEAST_BYTES) continue;
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

const stampOf = (site: string): string | undefined =>
  existsSync(join(site, STAMP)) ? readFileSync(join(site, STAMP), 'utf8') : undefined;

async function build(root: string, target: string): Promise<boolean> {
  mkdirSync(target, { recursive: true });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'apps/admin'),
    env: { ...process.env, ADMIN_OUT: target, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return (await new Promise((resolve) => child.on('exit', resolve))) === 0;
}

/** A server that runs keeps the files that it has open. Of two builds at the same time the first one stays. */
function replace(site: string, next: string, wanted: string): void {
  if (stampOf(site) !== wanted) {
    const former = `${next}-former`;
    if (existsSync(site)) renameSync(site, former);
    if (!existsSync(site)) renameSync(next, site);
    rmSync(former, { recursive: true, force: true });
  }
  rmSync(next, { recursive: true, force: true });
}

/** Size and content of each file: times differ between checkouts. */
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const common = COMMON.map((file) => join(root, file)).filter((file) => existsSync(file));
  const files = [...common, ...PARTS.flatMap((part) => filesBelow(join(root, part)))];
  for (const file of files.sort())
    hash.update(`${relative(root, file)} ${statSync(file).size}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : filesBelow(path);
    return /\.gen\.d\.ts$|\.spec(-support)?\.ts$/.test(entry.name) ? [] : [path];
  });

const asCommand = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (asCommand && !(await buildAdmin(join(import.meta.dirname, '..'), process.stdout))) process.exit(1);
