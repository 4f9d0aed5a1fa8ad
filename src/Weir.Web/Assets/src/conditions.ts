// The tree that <w-filter> edits and the server reads: { "all": [ { "field", "op", "value" }, { "any": [ … ] } ] }, groups within groups.
export interface Leaf { field: string; op: string; value?: unknown }
export interface Group { join: 'all' | 'any'; rows: (Leaf | Group)[] }

/** How the value of an operator is written. "pair" is two texts of the field's own kind, posted as an array of two. */
export type Editor = 'none' | 'text' | 'number' | 'date' | 'choice' | 'choices' | 'lookup' | 'lookups' | 'bool' | 'pair-number' | 'pair-date';
export interface Choice { value: string; text: string; color?: string }
export interface Operator { op: string; text: string; editor: Editor; options?: Choice[] }
export interface FilterField { key: string; text: string; group?: string; ops: Operator[]; options?: Choice[]; src?: string }

export const isGroup = (row: Leaf | Group): row is Group => 'rows' in row;

/** Groups may stand in groups so deep; the server reads no more. */
export const deepest = 6;

/** From the server's JSON; anything unreadable is an empty "all". */
export function readTree(json: unknown, depth = 0): Group {
  const source = (json ?? {}) as { all?: unknown[]; any?: unknown[]; field?: string };
  const join = Array.isArray(source.any) ? 'any' : 'all';
  const items = source[join] ?? (source.field ? [source] : []);
  const rows = items.map(item => {
    const one = item as { all?: unknown[]; any?: unknown[] };
    return one.all || one.any ? (depth < deepest ? readTree(item, depth + 1) : null) : (item as Leaf);
  });
  return { join, rows: rows.filter(row => row !== null) };
}

export function writeTree(group: Group): unknown {
  return { [group.join]: group.rows.map(row => (isGroup(row) ? writeTree(row) : row)) };
}

/** Whether a row says enough to filter by; half-written rows are kept on screen but not sent. */
export function isComplete(row: Leaf, operator: Operator | undefined): boolean {
  if (!operator) return false;
  if (operator.editor === 'none') return true;
  if (Array.isArray(row.value)) return operator.editor.startsWith('pair') ? row.value.some(part => part !== '' && part !== null) : row.value.length > 0;
  return row.value !== undefined && row.value !== null && row.value !== '';
}

export function complete(group: Group, operatorOf: (row: Leaf) => Operator | undefined): Group {
  const rows = group.rows.map(row => (isGroup(row) ? complete(row, operatorOf) : row)).filter(row => (isGroup(row) ? row.rows.length > 0 : isComplete(row, operatorOf(row))));
  return { join: group.join, rows };
}
