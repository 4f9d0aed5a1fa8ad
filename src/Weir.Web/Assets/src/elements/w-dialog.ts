// <w-dialog data-close-on="event" data-back="/list" data-keep> <dialog class="w-dialog|w-drawer">…[data-close]…</dialog> </w-dialog>
// A dialog is modal; a drawer is not (the list beside it stays in use) except on a phone. Opens itself unless data-keep.
// Closes on Esc, [data-close], a click on the backdrop while nothing was typed, and on the event named by data-close-on.
// Fires w-dialog:close. The focus goes back to where it was; without data-keep the element leaves the page.
import { firstFocusable } from '../dom.ts';

class Dialog extends HTMLElement {
  private opener: HTMLElement | null = null;
  private dirty = false;
  private readonly done = () => this.close();

  connectedCallback(): void {
    const dialog = this.dialog;
    if (!dialog) return;
    dialog.addEventListener('cancel', event => { event.preventDefault(); this.close(); });
    dialog.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.defaultPrevented || dialog.matches(':modal')) return;
      event.preventDefault();
      this.close();
    });
    dialog.addEventListener('input', () => { this.dirty = true; });
    dialog.addEventListener('pointerdown', event => { if (event.target === dialog && dialog.matches(':modal') && !this.dirty && this.outside(event)) this.close(); });
    this.addEventListener('click', event => {
      if ((event.target as Element).closest('[data-close]')) this.close();
    });
    for (const name of this.closers) document.addEventListener(name, this.done);
    if (this.dataset.keep === undefined) setTimeout(() => this.openWhenSettled());
  }

  disconnectedCallback(): void {
    for (const name of this.closers) document.removeEventListener(name, this.done);
  }

  // After the swap, which gives the focus back to the element that asked. Where a refused form takes the place of the former one, htmx writes the attributes
  // of what has the same id anew once it has settled, and would take away the one that keeps the dialog open.
  private openWhenSettled(): void {
    if (!this.isConnected) return;
    if (this.closest('.htmx-added, .htmx-settling')) setTimeout(() => this.openWhenSettled(), 5);
    else this.open();
  }

  open(): void {
    const dialog = this.dialog;
    if (!dialog || dialog.open) return;
    this.opener = document.activeElement as HTMLElement | null;
    this.dirty = false;
    const drawer = dialog.classList.contains('w-drawer');
    if (drawer && matchMedia('(min-width: 820px)').matches) dialog.show();
    else dialog.showModal();
    const body = dialog.querySelector('.w-dialog-body, .w-drawer-body');
    const wanted = dialog.querySelector<HTMLElement>('[autofocus]') ?? (drawer ? null : firstFocusable(body ?? dialog));
    if (wanted) wanted.focus();
    else {
      dialog.tabIndex = -1;
      dialog.focus({ preventScroll: true });
    }
  }

  close(): void {
    const dialog = this.dialog;
    if (!dialog?.open) return;
    dialog.close();
    const { back, keep } = this.dataset;
    if (back) history.replaceState(history.state, '', back);
    this.dispatchEvent(new CustomEvent('w-dialog:close', { bubbles: true }));
    if (keep === undefined) this.remove();
    const before = this.opener?.isConnected ? this.opener : null;
    before?.focus({ preventScroll: true });
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  private get closers(): string[] {
    return (this.dataset.closeOn ?? '').split(/[\s,]+/).filter(Boolean);
  }

  private outside(event: PointerEvent): boolean {
    const box = this.dialog!.getBoundingClientRect();
    return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  }
}

customElements.define('w-dialog', Dialog);
