// Amounts as people write them. All arithmetic is on digits: no binary fraction ever touches money.
const powers: Record<string, number> = { 十: 1, 百: 2, 千: 3, 万: 4, 萬: 4, 亿: 8, 億: 8, k: 3, m: 6, b: 9, bn: 9, w: 4 };

/** "12万" → "120000", "1.2亿" → "120000000", "1,000.5" → "1000.5", "3百万" → "3000000"; null when it is not an amount. */
export function readAmount(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s,，_'¥￥$€元]/g, '').replace(/^[−–—]/, '-').toLowerCase();
  const found = /^([-+]?)(\d*)(?:\.(\d*))?((?:[十百千万萬亿億]|k|m|bn?|w)*)$/.exec(plain);
  if (!found || (!found[2] && !found[3])) return null;
  const [, sign, whole = '', fraction = '', units = ''] = found;
  const power = (units.match(/bn|./gu) ?? []).reduce((sum, unit) => sum + (powers[unit] ?? 0), 0);
  const digits = whole + fraction.padEnd(power, '0').slice(0, power);
  const rest = fraction.slice(power);
  const left = digits.replace(/^0+(?=\d)/, '') || '0';
  const value = rest ? `${left}.${rest}` : left;
  return sign === '-' && /[1-9]/.test(value) ? `-${value}` : value;
}

/** Cuts or fills to a number of decimals, half away from zero; groups thousands. */
export function writeAmount(value: string, decimals: number, grouped = true): string {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace(/^[-+]/, '').split('.');
  let scaled = BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
  if ((fraction[decimals] ?? '0') >= '5') scaled += 1n;
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const left = decimals ? digits.slice(0, -decimals) : digits;
  const right = decimals ? `.${digits.slice(-decimals)}` : '';
  const shown = grouped ? left.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : left;
  return `${negative && scaled > 0n ? '-' : ''}${shown}${right}`;
}
