// <w-cascade src="/regions" [data-any]> <input class="w-input" name id value="320506" data-text="江苏 / 苏州 / 吴中区"> </w-cascade>
// GET src?parent=CODE (none for the first level) answers [{ "value", "text", "leaf" }]. With data-any a level above the last may be chosen.
// The input shows the words; a hidden input takes over the name and carries the code. ↑↓ within a level, → or Enter down, ← up.
import { announce, make, newId } from '../dom.ts';
import { Popup } from '../popup.ts';
import { say } from '../words.ts';

interface Place { value: string; text: string; leaf?: boolean }

const known = new Map<string, Promise<Place[]>>();

class Cascade extends HTMLElement {
  private input?: HTMLInputElement;
  private carrier!: HTMLInputElement;
  private panel!: HTMLElement;
  private popup!: Popup;
  private path: Place[] = [];

  connectedCallback(): void {
    if (this.input) return;
    const input = this.querySelector<HTMLInputElement>('input:not([type=hidden])');
    if (!input) return;
    this.input = input;
    this.carrier = make('input', { type: 'hidden', name: input.name, value: input.value });
    input.removeAttribute('name');
    input.value = input.dataset.text ?? '';
    this.panel = make('div', { class: 'w-cascade' });
    this.append(this.carrier, this.panel);
    this.popup = new Popup(input, this.panel, { closed: () => input.setAttribute('aria-expanded', 'false') });
    if (input.readOnly || input.disabled) return;
    input.readOnly = true;
    input.classList.add('w-cascade-input');
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false' })) input.setAttribute(name, value);
    input.addEventListener('click', () => void this.open());
    input.addEventListener('keydown', event => {
      if (['Enter', ' ', 'ArrowDown'].includes(event.key)) {
        event.preventDefault();
        event.stopPropagation();
        void this.open();
      } else if (event.key === 'Backspace' || event.key === 'Delete') this.set([]);
    });
    this.panel.addEventListener('keydown', event => this.walk(event));
    this.carrier.addEventListener('weir:restored', event => { input.value = (event as CustomEvent<string>).detail ?? input.value; });
  }

  disconnectedCallback(): void {
    this.popup?.close();
  }

  private load(parent: string): Promise<Place[]> {
    const url = new URL(this.getAttribute('src')!, location.href);
    if (parent) url.searchParams.set('parent', parent);
    let places = known.get(url.href);
    if (!places) {
      places = fetch(url, { headers: { Accept: 'application/json' } }).then(answer => (answer.ok ? (answer.json() as Promise<Place[]>) : Promise.reject(new Error(String(answer.status)))));
      known.set(url.href, places);
      places.catch(() => known.delete(url.href));
    }
    return places;
  }

  private async open(): Promise<void> {
    if (this.popup.isOpen) return this.popup.close();
    this.panel.replaceChildren();
    await this.column(0, '');
    this.popup.open();
    this.input!.setAttribute('aria-expanded', 'true');
    this.panel.querySelector<HTMLElement>('[role=option]')?.focus();
  }

  private async column(level: number, parent: string): Promise<void> {
    const id = newId('level');
    const list = make('ul', { role: 'listbox', id, 'data-level': String(level) });
    while (this.panel.children.length > level) this.panel.lastElementChild!.remove();
    this.panel.append(list);
    try {
      const places = await this.load(parent);
      list.replaceChildren(...places.map(place => {
        const option = make('li', { class: 'w-option', role: 'option', tabindex: '-1', 'data-value': place.value, 'data-leaf': place.leaf === true }, place.text);
        option.addEventListener('click', () => void this.take(level, place, option));
        return option;
      }));
    } catch {
      list.replaceChildren(make('li', { class: 'w-listbox-note' }, say('error.network')));
    }
    if (this.popup.isOpen) this.popup.open();
  }

  private async take(level: number, place: Place, option: HTMLElement, stay = false): Promise<void> {
    for (const other of option.parentElement!.children) other.setAttribute('aria-selected', String(other === option));
    this.path = [...this.path.slice(0, level), place];
    if (place.leaf) {
      this.set(this.path);
      this.popup.close();
      this.input!.focus();
      return;
    }
    if (this.dataset.any !== undefined && !stay) this.set(this.path);
    await this.column(level + 1, place.value);
    this.panel.children[level + 1]?.querySelector<HTMLElement>('[role=option]')?.focus();
  }

  private set(path: Place[]): void {
    this.carrier.value = path.at(-1)?.value ?? '';
    this.input!.value = path.map(place => place.text).join(' / ');
    this.carrier.dataset.text = this.input!.value;
    announce(this.carrier);
  }

  private walk(event: KeyboardEvent): void {
    const option = (event.target as Element).closest<HTMLElement>('[role=option]');
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.popup.close();
      this.input!.focus();
    } else if (option && event.key === 'ArrowDown') (option.nextElementSibling as HTMLElement | null)?.focus();
    else if (option && event.key === 'ArrowUp') (option.previousElementSibling as HTMLElement | null)?.focus();
    else if (option && (event.key === 'ArrowRight' || event.key === 'Enter')) option.click();
    else if (option && event.key === 'ArrowLeft') {
      const before = option.parentElement!.previousElementSibling;
      (before?.querySelector<HTMLElement>('[aria-selected=true]') ?? before?.querySelector<HTMLElement>('[role=option]'))?.focus();
    } else return;
    event.preventDefault();
  }
}

customElements.define('w-cascade', Cascade);
