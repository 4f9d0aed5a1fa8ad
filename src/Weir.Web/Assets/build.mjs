// Bundles css and TypeScript, and draws one icon sprite from the names in use, into wwwroot/dist.
// Files are written only when their bytes changed, so that unchanged ones keep their compressed copies.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawSprite } from './icons/sprite.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, '../wwwroot/dist');

// esbuild removes types without reading them, so the compiler looks first.
const check = spawnSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '--noEmit', '--pretty', 'false'], { cwd: here, stdio: 'inherit' });
if (check.status !== 0) process.exit(1);

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  outdir: dist,
  logLevel: 'warning',
  legalComments: 'none',
};

const scripts = await build({
  ...common,
  entryPoints: ['src/app.ts', 'src/paper.ts'],
  format: 'esm',
  splitting: true,
  target: 'es2022',
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
});
const styles = await build({
  ...common,
  entryPoints: ['css/app.css', 'css/paper.css'],
  entryNames: '[name]',
  assetNames: 'fonts/[name]-[hash]',
  loader: { '.woff2': 'file' },
});
const sprite = drawSprite(here, resolve(here, '../..'));

const files = new Map([...scripts.outputFiles, ...styles.outputFiles].map(file => [file.path, Buffer.from(file.contents)]));
files.set(join(dist, 'icons.svg'), Buffer.from(sprite));

for (const [path, bytes] of files) {
  if (existsSync(path) && readFileSync(path).equals(bytes)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (entry.isFile() && !files.has(path)) rmSync(path);
}

const sum = pattern => [...files].filter(([path]) => pattern.test(relative(dist, path))).reduce((n, [, bytes]) => n + bytes.length, 0);
const kb = bytes => `${(bytes / 1024).toFixed(1)} KB`;
console.log(`assets: css ${kb(sum(/^app\.css$/))}, first script ${kb(sum(/^app\.js$/))}, all scripts ${kb(sum(/\.js$/))}, icons ${kb(sum(/^icons/))}`);
