// <w-menu> <button>…</button> <div class="w-pop w-menu" role="menu" popover>…[role=menuitem]…</div> </w-menu>
// Arrows walk, letters jump, Home and End, Esc gives the focus back to the button. data-align="start|end" (default end when at the right edge).
import { Popup } from '../popup.ts';

class Menu extends HTMLElement {
  private popup?: Popup;

  connectedCallback(): void {
    const button = this.querySelector<HTMLElement>(':scope > button, :scope > a');
    const panel = this.querySelector<HTMLElement>(':scope > [popover]');
    if (!button || !panel || this.popup) return;
    this.popup = new Popup(button, panel, {
      end: this.dataset.align ? this.dataset.align === 'end' : button.getBoundingClientRect().left > innerWidth * 0.6,
      closed: () => button.setAttribute('aria-expanded', 'false'),
    });
    button.setAttribute('aria-haspopup', panel.getAttribute('role') === 'menu' ? 'menu' : 'dialog');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', event => {
      event.preventDefault();
      if (this.popup!.isOpen) this.popup!.close();
      else this.open(event.detail === 0 ? 0 : -1);
    });
    button.addEventListener('keydown', event => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      this.open(event.key === 'ArrowDown' ? 0 : this.items.length - 1);
    });
    panel.addEventListener('keydown', event => this.walk(event));
    panel.addEventListener('click', event => {
      const item = (event.target as Element).closest('[role^=menuitem], [data-close]');
      if (item && item.getAttribute('aria-disabled') !== 'true' && !item.hasAttribute('data-stay')) this.close(false);
    });
  }

  disconnectedCallback(): void {
    this.popup?.forget();
  }

  close(giveBack = true): void {
    this.popup?.close();
    if (giveBack) this.popup?.anchor.focus();
  }

  private get items(): HTMLElement[] {
    return [...this.popup!.panel.querySelectorAll<HTMLElement>('[role^=menuitem]')].filter(item => item.checkVisibility());
  }

  private open(focus: number): void {
    this.popup!.open();
    this.popup!.anchor.setAttribute('aria-expanded', 'true');
    for (const item of this.items) item.tabIndex = -1;
    if (focus >= 0) (this.items[focus] ?? this.popup!.panel.querySelector<HTMLElement>('input, select, button'))?.focus();
    else (this.popup!.panel.querySelector<HTMLElement>('[autofocus]') ?? this.items[0])?.focus({ preventScroll: true });
  }

  private walk(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return this.close();
    }
    const items = this.items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const jump = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (jump !== undefined) {
      event.preventDefault();
      items[(jump + items.length) % items.length]?.focus();
    } else if (event.key === 'Tab') {
      this.close(false);
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      [...items.slice(at + 1), ...items.slice(0, at + 1)].find(item => item.textContent!.trim().toLowerCase().startsWith(letter))?.focus();
    }
  }
}

customElements.define('w-menu', Menu);
