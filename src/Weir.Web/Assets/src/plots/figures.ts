// What a chart draws stands in its table: names, numbers, words and the links to the records behind.
import { chinese } from '../words.ts';

export interface Series {
  name: string;
  draw: string;
  stacked: boolean;
  tone?: string;
}

export interface Cell {
  value: number | null;
  text: string;
  link: HTMLAnchorElement | null;
}

export interface Figures {
  names: string[];
  series: Series[];
  /** By point, then by series. */
  cells: Cell[][];
}

const text = (element: Element) => element.textContent!.trim();
const number = (raw: string | undefined) => (raw === undefined || raw === '' ? null : Number(raw));

export function figuresOf(table: HTMLTableElement): Figures {
  const heads = [...table.tHead!.rows[0]!.cells].slice(1);
  const rows = [...table.tBodies[0]!.rows];
  return {
    names: rows.map(row => text(row.cells[0]!)),
    series: heads.map(head => ({ name: text(head), draw: head.dataset.draw ?? 'bar', stacked: head.dataset.stack === '1', tone: head.dataset.tone })),
    cells: rows.map(row => [...row.cells].slice(1).map(cell => ({ value: number(cell.dataset.v), text: text(cell), link: cell.querySelector('a') }))),
  };
}

export interface Slice extends Cell {
  name: string;
  share: string;
  row: HTMLTableRowElement;
}

export function slicesOf(table: HTMLTableElement): Slice[] {
  return [...table.tBodies[0]!.rows].map(row => ({
    name: text(row.cells[0]!), value: number(row.dataset.v), text: text(row.cells[1]!), share: text(row.cells[2]!), link: row.querySelector('a'), row,
  }));
}

/** A number on an axis, in few characters: 120万, 1.2M. */
export const short = (value: number, format: string) => inUnits(value, format, () => 2);

/** A number on top of its bar, in three digits where that will do: 54.1万, 941万; nothing for nothing. */
export const brief = (value: number | null, format: string) => (value ? inUnits(value, format, part => (Math.abs(part) < 100 ? 1 : 0)) : '');

function inUnits(value: number, format: string, decimals: (part: number) => number): string {
  if (format === 'percent') return `${plain(value, decimals(value))}%`;
  const units: [number, string][] = chinese() ? [[1e8, '亿'], [1e4, '万']] : [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']];
  const [size, sign] = units.find(([from]) => Math.abs(value) >= from) ?? [1, ''];
  return plain(value / size, decimals(value / size)) + sign;
}

const plain = (value: number, decimals: number) => value.toLocaleString('en-US', { maximumFractionDigits: decimals });
