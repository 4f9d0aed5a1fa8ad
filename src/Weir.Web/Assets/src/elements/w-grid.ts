// <w-grid [data-bulk="id"] [data-cells="/lead/cell/"] [data-drawer="#drawer"] [data-columns="/lead?part=tools"]>
//   <table class="w-table" role="grid"> … <tr id="row-7" data-id="7"> <td data-edit="phone"> </table> </w-grid>
// The address of an editor is data-cells, the row and the cell's data-edit; a data-edit that begins with / is the address itself.
// Arrows, Home, End move from cell to cell; Space or x ticks, ⇧Space a range; Enter, F2 or a double click edits. In .w-cell-title Enter opens the row.
// data-edit answers a GET with the editor: <form hx-patch="…" hx-target="closest tr" hx-swap="outerHTML"> one control </form>. Enter, Tab and
// leaving send it, Esc restores the cell. 200 answers with the whole <tr>; 422 with the editor again (HX-Retarget: closest td,
// HX-Reswap: innerHTML). With data-drawer the link of a row (.w-cell-title a) opens there, with ?in=drawer. Dragging a .w-resize in a th[data-key]
// changes its <col> and asks data-columns with columns=key:width,…; fires w-grid:select (ids) and w-grid:resize ({ key, width }).
import htmx from 'htmx.org';
import { CellEditor } from '../cell-editor.ts';
import { Selection } from '../selection.ts';

class Grid extends HTMLElement {
  private selection?: Selection;
  private editor!: CellEditor;

  connectedCallback(): void {
    if (this.selection) return;
    this.selection = new Selection(this);
    this.editor = new CellEditor(this, (cell, by) => this.next(cell, by));
    this.addEventListener('keydown', event => this.key(event));
    this.addEventListener('dblclick', event => {
      const cell = (event.target as Element).closest<HTMLElement>('td[data-edit]');
      if (cell) void this.editor.open(cell);
    });
    this.addEventListener('click', event => this.clicked(event));
    this.addEventListener('focusin', event => {
      const cell = (event.target as Element).closest<HTMLElement>('tbody td');
      if (cell) this.mark(cell);
    });
    this.addEventListener('pointerdown', event => this.resize(event));
    document.addEventListener('htmx:after:swap', this.swapped);
    this.prepare();
  }

  disconnectedCallback(): void {
    document.removeEventListener('htmx:after:swap', this.swapped);
  }

  /** To the next or previous row; what j and k do. */
  step(by: number): void {
    const rows = this.rows;
    const at = rows.findIndex(row => row.classList.contains('w-current') || row.contains(document.activeElement));
    const row = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (row) this.focusCell(row.querySelector<HTMLElement>('.w-cell-title') ?? row.cells[0]!);
  }

  private readonly swapped = () => {
    if (!this.isConnected) return;
    this.selection!.mark();
    this.prepare();
    this.editor.comeBack();
  };

  private get rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>('tbody tr[data-id]')];
  }

  private prepare(): void {
    if (this.querySelector('tbody td[tabindex="0"]')) return;
    const first = this.rows[0];
    const cell = first?.querySelector<HTMLElement>('.w-cell-title') ?? first?.cells[0];
    if (cell) cell.tabIndex = 0;
  }

  private mark(cell: HTMLElement): void {
    for (const other of this.querySelectorAll<HTMLElement>('tbody td[tabindex="0"]')) if (other !== cell) other.tabIndex = -1;
    cell.tabIndex = 0;
    for (const row of this.querySelectorAll('tr.w-current')) row.classList.remove('w-current');
    cell.closest('tr')!.classList.add('w-current');
  }

  private focusCell(cell: HTMLElement | undefined): void {
    if (!cell) return;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The next cell that can be edited, across rows. */
  private next(cell: HTMLElement, by: number): HTMLElement | undefined {
    const cells = [...this.querySelectorAll<HTMLElement>('tbody td[data-edit]')];
    return cells[cells.indexOf(cell) + by];
  }

  private key(event: KeyboardEvent): void {
    const cell = event.target as HTMLElement;
    if (event.isComposing || event.metaKey || !cell.matches('tbody td') || this.editor.isOpen) return;
    const row = cell.parentElement as HTMLTableRowElement;
    const column = (cell as HTMLTableCellElement).cellIndex;
    const rows = this.rows;
    const at = rows.indexOf(row);
    const to = (r: number, c: number) => rows[Math.max(0, Math.min(rows.length - 1, r))]?.cells[Math.max(0, Math.min(row.cells.length - 1, c))];
    const moves: Record<string, () => HTMLElement | undefined> = {
      ArrowDown: () => to(at + 1, column), ArrowUp: () => to(at - 1, column), ArrowRight: () => to(at, column + 1), ArrowLeft: () => to(at, column - 1),
      Home: () => to(event.ctrlKey ? 0 : at, 0), End: () => to(event.ctrlKey ? rows.length - 1 : at, row.cells.length - 1),
      PageDown: () => to(at + 15, column), PageUp: () => to(at - 15, column),
    };
    if (event.key in moves) this.focusCell(moves[event.key]!());
    else if (event.key === 'Enter' && cell.matches('.w-cell-title')) this.openRow(row);
    else if (event.key === 'Enter' || event.key === 'F2') this.enter(cell);
    else if (event.key === ' ' || event.key === 'x') this.selection!.toggle(row, event.shiftKey);
    else if (event.key === 'o') this.openRow(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private enter(cell: HTMLElement): void {
    if (cell.dataset.edit) void this.editor.open(cell);
    else {
      const link = cell.querySelector<HTMLElement>('a, button, input');
      if (link) link.click();
      else this.openRow(cell.parentElement!);
    }
  }

  private openRow(row: Element): void {
    row.querySelector<HTMLElement>('.w-cell-title a')?.click();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const link = target.closest<HTMLAnchorElement>('.w-cell-title a');
    if (link && this.dataset.drawer && !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      void htmx.ajax('GET', `${link.getAttribute('href')!}?in=drawer`, { source: link, target: this.dataset.drawer, swap: 'innerHTML' });
      return;
    }
    if (target.closest('a, button, input, label, form, w-menu') || getSelection()?.toString()) return;
    const cell = target.closest<HTMLElement>('tbody td');
    if (!cell) return;
    if (cell.dataset.edit && !cell.matches('.w-cell-title')) this.focusCell(cell);
    else this.openRow(cell.parentElement!);
  }

  /** The widths become part of the address; those that nobody changed stay those of their type. */
  private remember(): void {
    if (!this.dataset.columns) return;
    const cols = this.querySelectorAll('col');
    const columns = [...this.querySelectorAll<HTMLTableCellElement>('thead th[data-key]')].map(head => {
      const col = cols[head.cellIndex];
      return col?.hasAttribute('data-width') ? `${head.dataset.key}:${col.getAttribute('width')}` : head.dataset.key;
    });
    void htmx.ajax('GET', `${this.dataset.columns}&columns=${encodeURIComponent(columns.join(','))}`, { source: this, target: this, swap: 'none' });
  }

  private resize(event: PointerEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>('.w-resize');
    const head = handle?.closest<HTMLTableCellElement>('th');
    const column = head && this.querySelectorAll('col')[head.cellIndex];
    if (!head || !column) return;
    event.preventDefault();
    handle!.setPointerCapture(event.pointerId);
    const start = event.clientX - head.offsetWidth;
    const drag = (move: PointerEvent) => {
      column.setAttribute('width', String(Math.max(60, Math.round(move.clientX - start))));
      column.setAttribute('data-width', '');
    };
    handle!.addEventListener('pointermove', drag);
    handle!.addEventListener('lostpointercapture', () => {
      handle!.removeEventListener('pointermove', drag);
      const detail = { key: head.dataset.key ?? '', width: Number(column.getAttribute('width')) };
      this.dispatchEvent(new CustomEvent('w-grid:resize', { bubbles: true, detail }));
      this.remember();
    }, { once: true });
  }
}

customElements.define('w-grid', Grid);
