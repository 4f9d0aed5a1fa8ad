// <w-props> <dl class="w-props"> <div><dt>…</dt><dd tabindex="0" data-edit="/…/field/phone">…</dd></div> … </dl> </w-props>
// A field panel that edits in place: click, Enter or F2 opens the editor that data-edit answers, Esc restores, Tab goes on to the next field.
// The editor is as in <w-grid>; its form targets what the answer replaces (hx-target="closest dd" or the whole panel).
import { CellEditor } from '../cell-editor.ts';

class Props extends HTMLElement {
  private editor?: CellEditor;
  private readonly swapped = () => this.editor?.comeBack();

  connectedCallback(): void {
    document.addEventListener('htmx:after:swap', this.swapped);
    if (this.editor) return;
    this.editor = new CellEditor(this, (cell, by) => {
      const cells = [...this.querySelectorAll<HTMLElement>('dd[data-edit]')];
      return cells[cells.indexOf(cell) + by];
    });
    this.addEventListener('click', event => {
      const target = event.target as Element;
      const cell = target.closest<HTMLElement>('dd[data-edit]');
      if (!cell || target.closest('a, button, input, select, textarea, form') || getSelection()?.toString()) return;
      void this.editor!.open(cell);
    });
    this.addEventListener('keydown', event => {
      const cell = event.target as HTMLElement;
      if (!cell.matches('dd[data-edit]') || (event.key !== 'Enter' && event.key !== 'F2')) return;
      event.preventDefault();
      void this.editor!.open(cell);
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener('htmx:after:swap', this.swapped);
  }
}

customElements.define('w-props', Props);
