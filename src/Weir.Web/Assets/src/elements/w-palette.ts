// <w-palette> <dialog class="w-palette"> <input role="combobox"> <div role="listbox" id> [role=option] </div> </dialog> </w-palette>
// See Ui/Palette.razor. Opens by ⌘K, "/" and [data-opens=palette]; arrows choose, Enter follows the link of the option.
import { whisper } from '../dom.ts';
import { say } from '../words.ts';

class Palette extends HTMLElement {
  private readonly opener = (event: MouseEvent) => {
    if (!(event.target as Element).closest('[data-opens="palette"]') || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    this.open();
  };

  connectedCallback(): void {
    document.addEventListener('click', this.opener);
    this.input.addEventListener('keydown', event => this.walk(event));
    this.dialog.addEventListener('click', event => {
      if (event.target === this.dialog || (event.target as Element).closest('[data-close]')) this.dialog.close();
      else if ((event.target as Element).closest('[role=option]')) this.dialog.close();
    });
    // The event comes from the input that asked, not from the list that was filled.
    this.addEventListener('htmx:after:swap', () => {
      this.choose(0);
      whisper(say('results', this.options.length));
    });
    this.list.addEventListener('pointermove', event => {
      const at = this.options.indexOf((event.target as Element).closest<HTMLElement>('[role=option]')!);
      if (at >= 0) this.choose(at, false);
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener('click', this.opener);
  }

  open(): void {
    if (this.dialog.open) return this.dialog.close();
    this.dialog.showModal();
    this.input.select();
    // Recent records and commands stand there before the first letter.
    if (this.options.length === 0) this.input.dispatchEvent(new Event('w-palette:open'));
    else this.choose(0);
  }

  private get dialog(): HTMLDialogElement { return this.querySelector('dialog')!; }
  private get input(): HTMLInputElement { return this.querySelector('input')!; }
  private get list(): HTMLElement { return this.querySelector<HTMLElement>('[role=listbox]')!; }
  private get options(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>('[role=option]')]; }

  private choose(at: number, scroll = true): void {
    const options = this.options;
    options.forEach((option, index) => {
      option.id ||= `w-palette-${index}`;
      option.setAttribute('aria-selected', String(index === at));
    });
    const chosen = options[at];
    if (chosen) {
      this.input.setAttribute('aria-activedescendant', chosen.id);
      if (scroll) chosen.scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  private walk(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const options = this.options;
    const at = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (options.length) this.choose((at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = options[at];
      const link = chosen?.matches('a, button') ? chosen : chosen?.querySelector<HTMLElement>('a, button');
      link?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
    }
  }
}

customElements.define('w-palette', Palette);
