// <w-combobox [src="/pick/…"] [data-new="/contact/new"] [data-placeholder]> <select name id [multiple]> <option value selected>…</select> </w-combobox>
// The select carries the value (and works without script); the element puts a text box with a list in its place.
// src: GET src?q=… answers <li class="w-option" role="option" data-value="7" [data-label="…"]>…</li>; without src the select's own
// options are filtered, also by data-keys (readings) on each option. data-new: the last line offers to create what was typed; a GET
// there with ?name=… goes to #dialogs; its HX-Trigger w-pick {id, value, label} chooses the result.
// Fires input and change on the select.
import htmx from 'htmx.org';
import { announce, debounce, icon, make, newId, whisper } from '../dom.ts';
import { Popup } from '../popup.ts';
import { say } from '../words.ts';

export class Combobox extends HTMLElement {
  protected select!: HTMLSelectElement;
  protected input!: HTMLInputElement;
  private frame!: HTMLElement;
  private list!: HTMLUListElement;
  private popup!: Popup;
  private active = -1;
  private asked?: AbortController;
  private filtering = false;
  private readonly picked = (event: Event) => {
    const { id, value, label } = (event as CustomEvent<{ id: string; value: string; label: string }>).detail;
    if (id === this.input.id) this.choose(String(value), label);
  };

  connectedCallback(): void {
    document.addEventListener('w-pick', this.picked);
    if (this.frame) return;
    const select = this.querySelector('select');
    if (!select) return;
    this.select = select;
    this.build();
    this.show();
  }

  disconnectedCallback(): void {
    document.removeEventListener('w-pick', this.picked);
    this.popup?.close();
  }

  protected get multiple(): boolean { return this.select.multiple; }
  /** Whether Enter makes a new value of what was typed. */
  protected get creates(): boolean { return false; }

  private build(): void {
    const { select } = this;
    const listId = newId('list');
    this.input = make('input', {
      type: 'text', role: 'combobox', id: select.id || null, autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': listId, 'aria-label': select.getAttribute('aria-label'), 'aria-labelledby': select.getAttribute('aria-labelledby'),
      'aria-describedby': select.getAttribute('aria-describedby'), 'aria-invalid': select.getAttribute('aria-invalid'), 'aria-required': select.required ? 'true' : select.getAttribute('aria-required'),
      autofocus: select.autofocus,
    });
    select.removeAttribute('id');
    this.input.disabled = select.disabled;
    this.frame = make('div', { class: 'w-combo' }, this.input, make('span', { class: 'w-combo-arrow', 'aria-hidden': 'true' }, icon('chevron-down', 'w-icon-sm')));
    this.list = make('ul', { class: 'w-listbox', role: 'listbox', id: listId, 'aria-multiselectable': this.multiple ? 'true' : null });
    select.hidden = true;
    select.required = false;
    this.append(this.frame, this.list);
    this.popup = new Popup(this.frame, this.list, { sameWidth: true, closed: () => this.input.setAttribute('aria-expanded', 'false') });

    this.frame.addEventListener('mousedown', event => {
      if ((event.target as Element).closest('button') || event.target === this.input) return;
      event.preventDefault();
      this.input.focus();
      if (this.popup.isOpen) this.popup.close();
      else this.open();
    });
    this.input.addEventListener('click', () => { if (!this.popup.isOpen) this.open(); });
    const look = debounce(150, () => void this.fill());
    this.input.addEventListener('input', event => {
      event.stopPropagation();
      this.filtering = true;
      if (!this.popup.isOpen) this.open();
      else if (this.getAttribute('src')) look();
      else void this.fill();
    });
    this.input.addEventListener('change', event => event.stopPropagation());
    this.input.addEventListener('keydown', event => this.key(event));
    this.input.addEventListener('blur', () => this.leave());
    this.list.addEventListener('mousedown', event => event.preventDefault());
    this.list.addEventListener('click', event => {
      const option = (event.target as Element).closest<HTMLElement>('[role=option]');
      if (option) this.take(option);
    });
    // A draft or a form reset changed the select underneath.
    select.addEventListener('weir:restored', () => this.show());
    select.form?.addEventListener('reset', () => setTimeout(() => this.show()));
  }

  /** Draws the chosen values: chips for many, the text itself for one. */
  protected show(): void {
    for (const chip of this.frame.querySelectorAll('.w-chip')) chip.remove();
    const chosen = [...this.select.selectedOptions].filter(option => option.value !== '');
    if (this.multiple) {
      for (const option of chosen) {
        const remove = this.select.disabled ? null : make('button', { type: 'button', tabindex: '-1', 'aria-label': `${say('remove')} ${option.label}`, onclick: () => this.drop(option) }, icon('x'));
        this.frame.insertBefore(make('span', { class: `w-chip ${option.dataset.color ? `w-c-${option.dataset.color}` : ''}` }, make('span', {}, option.label), remove), this.input);
      }
      this.input.value = '';
      this.input.placeholder = chosen.length ? '' : (this.dataset.placeholder ?? '');
    } else {
      this.input.value = chosen[0]?.label ?? '';
      this.input.placeholder = this.dataset.placeholder ?? '';
      this.input.title = this.input.value;
    }
    this.filtering = false;
  }

  private open(): void {
    if (this.select.disabled) return;
    if (!this.multiple && !this.filtering) this.input.select();
    void this.fill().then(() => {
      if (document.activeElement !== this.input && !this.contains(document.activeElement)) return;
      this.popup.open();
      this.input.setAttribute('aria-expanded', 'true');
    });
  }

  private async fill(): Promise<void> {
    const words = this.filtering ? this.input.value.trim() : '';
    const source = this.getAttribute('src');
    if (source) await this.ask(source, words);
    else this.filter(words);
    this.offer(words);
    for (const option of this.options) {
      option.id ||= newId('option');
      option.classList.add('w-option');
      option.setAttribute('aria-selected', String(this.has(option.dataset.value ?? '')));
    }
    this.activate(words ? 0 : this.options.findIndex(option => option.getAttribute('aria-selected') === 'true'));
  }

  private async ask(source: string, words: string): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    if (!this.list.childElementCount) this.list.replaceChildren(make('li', { class: 'w-listbox-note' }, say('loading')));
    const url = new URL(source, location.href);
    url.searchParams.set('q', words);
    try {
      const answer = await fetch(url, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.list.innerHTML = await answer.text();
    } catch (error) {
      if ((error as Error).name === 'AbortError') return;
      this.list.replaceChildren(make('li', { class: 'w-listbox-note' }, say('error.network')));
    }
    whisper(say('results', this.options.length));
  }

  private filter(words: string): void {
    const wanted = words.toLowerCase();
    const found = [...this.select.options].filter(option => option.value !== '' && !option.hidden &&
      (!wanted || option.label.toLowerCase().includes(wanted) || (option.dataset.keys ?? '').toLowerCase().includes(wanted)));
    this.list.replaceChildren(...found.map(option => {
      const text = make('span', { class: 'w-option-text' }, option.label);
      if (option.dataset.note) text.append(make('small', {}, option.dataset.note));
      const dot = option.dataset.color ? make('i', { class: `w-dot w-c-${option.dataset.color}` }) : null;
      return make('li', { role: 'option', 'data-value': option.value, 'data-label': option.label, 'aria-disabled': option.disabled ? 'true' : null }, dot, text);
    }));
  }

  /** The last lines: create what was typed, or say that nothing fits. */
  private offer(words: string): void {
    const same = this.options.some(option => this.labelOf(option).toLowerCase() === words.toLowerCase());
    if (words && !same && (this.creates || this.dataset.new)) {
      this.list.append(make('li', { role: 'option', class: 'w-option-new', 'data-create': words }, icon('plus', 'w-icon-sm'), say('new', words)));
    } else if (this.dataset.new && !words) {
      this.list.append(make('li', { role: 'option', class: 'w-option-new', 'data-create': '' }, icon('plus', 'w-icon-sm'), say('new', '')));
    }
    if (this.options.length === 0 && !this.list.querySelector('.w-listbox-note')) this.list.append(make('li', { class: 'w-listbox-note' }, say('none')));
  }

  private get options(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>('[role=option]')]; }
  private labelOf(option: HTMLElement): string { return option.dataset.label ?? option.textContent!.trim(); }
  private has(value: string): boolean { return value !== '' && [...this.select.selectedOptions].some(option => option.value === value); }

  private activate(at: number): void {
    const options = this.options;
    this.active = at;
    options.forEach((option, index) => option.classList.toggle('w-active', index === at));
    if (options[at]) {
      this.input.setAttribute('aria-activedescendant', options[at].id);
      options[at].scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const options = this.options;
    const open = this.popup.isOpen;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      if (!open) this.open();
      else if (options.length) this.activate((this.active + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      event.stopPropagation();
      if (options[this.active]) this.take(options[this.active]!);
      else if (this.creates && this.input.value.trim()) this.choose(this.input.value.trim(), this.input.value.trim());
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      this.popup.close();
      this.show();
    } else if (event.key === 'Backspace' && this.multiple && this.input.value === '') {
      const last = [...this.select.selectedOptions].filter(option => option.value !== '').at(-1);
      if (last) this.drop(last);
    } else if ((event.key === ',' || event.key === '，') && this.creates && this.input.value.trim()) {
      event.preventDefault();
      this.choose(this.input.value.trim(), this.input.value.trim());
    } else if (event.key === 'Tab' && open && this.filtering && options[this.active] && options[this.active]!.dataset.create === undefined) {
      this.take(options[this.active]!);
    }
  }

  private take(option: HTMLElement): void {
    if (option.getAttribute('aria-disabled') === 'true') return;
    const { create } = option.dataset;
    if (create !== undefined && this.dataset.new && !this.creates) {
      this.popup.close();
      this.show();
      const url = new URL(this.dataset.new, location.href);
      if (create) url.searchParams.set('name', create);
      url.searchParams.set('for', this.input.id);
      void htmx.ajax('GET', url.pathname + url.search, { target: '#dialogs', swap: 'beforeend' });
    } else if (create !== undefined) this.choose(create, create);
    else if (this.multiple && this.has(option.dataset.value!)) this.drop([...this.select.selectedOptions].find(chosen => chosen.value === option.dataset.value)!);
    else this.choose(option.dataset.value!, this.labelOf(option), option.dataset.color);
  }

  private choose(value: string, label: string, color?: string): void {
    let option = [...this.select.options].find(known => known.value === value);
    if (!option) {
      option = make('option', { value, 'data-color': color }, label);
      this.select.append(option);
    }
    if (!this.multiple) for (const other of this.select.options) other.selected = false;
    option.selected = true;
    this.show();
    whisper(say('added', label));
    if (this.multiple) void this.fill();
    else this.popup.close();
    announce(this.select);
  }

  private drop(option: HTMLOptionElement): void {
    option.selected = false;
    this.show();
    whisper(say('removed', option.label));
    if (this.popup.isOpen) void this.fill();
    this.input.focus();
    announce(this.select);
  }

  private leave(): void {
    setTimeout(() => {
      if (this.contains(document.activeElement)) return;
      this.popup.close();
      const emptied = !this.multiple && this.filtering && this.input.value.trim() === '' && this.select.value !== '';
      if (emptied) {
        for (const option of this.select.options) option.selected = option.value === '';
        if (this.select.value !== '') this.select.selectedIndex = -1;
      } else if (this.creates && this.input.value.trim()) this.choose(this.input.value.trim(), this.input.value.trim());
      this.show();
      if (emptied) announce(this.select);
    });
  }
}

if (!customElements.get('w-combobox')) customElements.define('w-combobox', Combobox);
