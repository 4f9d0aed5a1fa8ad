// <w-mention src="/app/l2c/pick/members"> <textarea> </w-mention> : typing @ offers colleagues; Enter, Tab or a click puts "@name " into the text.
// src?q=… answers <li class="w-option" role="option" data-value data-label>. The text stays plain; the server finds the names in it.
import { debounce, make, newId } from '../dom.ts';
import { Popup } from '../popup.ts';

const started = /(?:^|[\s,，。；;：:（(、])@([^\s@]{0,20})$/;

class Mention extends HTMLElement {
  private area?: HTMLTextAreaElement;
  private list!: HTMLUListElement;
  private popup!: Popup;
  private active = 0;
  private asked?: AbortController;

  connectedCallback(): void {
    if (this.area) return;
    const area = this.querySelector('textarea');
    if (!area) return;
    this.area = area;
    this.list = make('ul', { class: 'w-listbox', role: 'listbox', id: newId('mention') });
    this.append(this.list);
    this.popup = new Popup(area, this.list, { closed: () => area.setAttribute('aria-expanded', 'false') });
    area.setAttribute('aria-controls', this.list.id);
    area.setAttribute('aria-autocomplete', 'list');
    const look = debounce(150, () => void this.fill());
    area.addEventListener('input', () => (this.begun === null ? this.popup.close() : look()));
    area.addEventListener('keydown', event => this.key(event));
    this.list.addEventListener('mousedown', event => {
      event.preventDefault();
      const option = (event.target as Element).closest<HTMLElement>('.w-option');
      if (option) this.choose(option);
    });
  }

  disconnectedCallback(): void {
    this.popup?.close();
  }

  /** What was typed after the @ before the caret; null when there is none. */
  private get begun(): string | null {
    const { value, selectionStart } = this.area!;
    return started.exec(value.slice(0, selectionStart))?.[1] ?? null;
  }

  private get options(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>('.w-option')]; }

  private async fill(): Promise<void> {
    const words = this.begun;
    if (words === null) return;
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.getAttribute('src')}?q=${encodeURIComponent(words)}`, { headers: { 'HX-Request': 'true' }, signal: this.asked.signal });
      if (!answer.ok || this.begun === null) return;
      this.list.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').querySelectorAll('.w-option'));
    } catch {
      return;
    }
    if (this.options.length === 0) return this.popup.close();
    this.mark(0);
    this.popup.open();
    this.area!.setAttribute('aria-expanded', 'true');
  }

  private mark(at: number): void {
    const { options } = this;
    this.active = (at + options.length) % options.length;
    options.forEach((option, index) => {
      option.id ||= newId('option');
      option.setAttribute('aria-selected', String(index === this.active));
      option.classList.toggle('w-active', index === this.active);
    });
    const chosen = options[this.active];
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) this.area!.setAttribute('aria-activedescendant', chosen.id);
  }

  private choose(option: HTMLElement): void {
    const area = this.area!;
    const caret = area.selectionStart;
    const from = caret - (this.begun?.length ?? 0);
    area.setRangeText(`${option.dataset.label ?? option.textContent?.trim() ?? ''} `, from, caret, 'end');
    this.popup.close();
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  }

  private key(event: KeyboardEvent): void {
    if (!this.popup.isOpen || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') this.mark(this.active + 1);
    else if (event.key === 'ArrowUp') this.mark(this.active - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') this.choose(this.options[this.active]!);
    else if (event.key === 'Escape') this.popup.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define('w-mention', Mention);
