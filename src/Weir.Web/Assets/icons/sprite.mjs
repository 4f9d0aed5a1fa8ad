// One svg of <symbol>s: the names found as Icon("…") in C# and Razor, as icons.txt lists them (what a user may choose
// for a form, and names that code puts together), and "icon": "…" in the templates.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['bin', 'obj', 'node_modules', 'wwwroot', 'dist']);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) yield* sources(join(folder, entry.name));
    } else if (/\.(cs|razor|json|ts)$/.test(entry.name)) {
      yield join(folder, entry.name);
    }
  }
}

/** The names in use, each with the first place that uses it. */
function namesInUse(assets, root) {
  const names = new Map();
  for (const line of readFileSync(join(assets, 'icons/icons.txt'), 'utf8').split('\n')) {
    for (const name of line.replace(/#.*/, '').trim().split(/\s+/)) if (name) names.set(name, 'icons.txt');
  }
  const patterns = [/\bIcon\(\s*"([a-z0-9-]+)"/g, /"icon"\s*:\s*"([a-z0-9-]+)"/g, /\bIcon(?:Name)?="([a-z0-9-]+)"/g, /\bicon\(\s*'([a-z0-9-]+)'/g,
    /\bIcon\s*=>?\s*"([a-z0-9-]+)"/g];
  for (const path of sources(root)) {
    const text = readFileSync(path, 'utf8');
    for (const pattern of patterns) for (const [, name] of text.matchAll(pattern)) if (!names.has(name)) names.set(name, path);
  }
  return names;
}

export function drawSprite(assets, root) {
  const outline = JSON.parse(readFileSync(join(assets, 'node_modules/@tabler/icons/tabler-nodes-outline.json'), 'utf8'));
  const names = namesInUse(assets, root);
  const symbols = [];
  for (const name of [...names.keys()].sort()) {
    const nodes = outline[name];
    if (!nodes) throw new Error(`There is no icon "${name}" (used in ${names.get(name)}). The names are those of tabler.io/icons, outline.`);
    const shapes = nodes.map(([tag, attributes]) => `<${tag} ${Object.entries(attributes).map(([key, value]) => `${key}="${value}"`).join(' ')}/>`);
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes.join('')}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
