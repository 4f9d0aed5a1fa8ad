// <w-date [data-time] [data-min] [data-max] [data-today="2026-11-22"]> <input class="w-input" name id value="2026-11-29[ 09:00]"> </w-date>
// Typed (11-29, 明天, +3, next monday, 11-29 9:30) or picked; the posted text is 2026-11-29 or 2026-11-29 09:00.
// Alt+↓ opens the calendar; arrows, PageUp, PageDown and Enter work in it. The week begins as the language has it.
import { addDays, iso, readDay, readTime } from '../dates.ts';
import { announce, icon, make } from '../dom.ts';
import { Popup } from '../popup.ts';
import { say } from '../words.ts';
import { Calendar } from '../calendar.ts';

class DateField extends HTMLElement {
  private input?: HTMLInputElement;
  private popup!: Popup;
  private calendar!: Calendar;

  connectedCallback(): void {
    if (this.input) return;
    const input = this.querySelector<HTMLInputElement>('input');
    if (!input) return;
    this.input = input;
    input.type = 'text';
    input.autocomplete = 'off';
    input.value = input.value.replace('T', ' ').replace(/:\d{2}(\.\d+)?Z?$/, match => (/:\d{2}:\d{2}/.test(input.value) ? '' : match));
    const button = make('button', { type: 'button', class: 'w-btn w-btn-icon w-btn-sm w-affix-end', 'aria-label': say('date.open'), tabindex: '-1' }, icon('calendar'));
    button.hidden = input.readOnly || input.disabled;
    const frame = make('div', { class: 'w-affix' });
    input.replaceWith(frame);
    frame.append(input, button);

    const panel = make('div', { class: 'w-calendar', role: 'dialog', 'aria-label': say('date.open') });
    this.append(panel);
    this.popup = new Popup(frame, panel, {});
    this.calendar = new Calendar(panel, { today: this.today, timed: this.timed, min: this.dataset.min, max: this.dataset.max },
      (day, time, done) => this.set(day, time, done), () => { this.popup.close(); input.focus(); });

    button.addEventListener('click', () => this.toggle());
    input.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown' && (event.altKey || this.popup.isOpen)) {
        event.preventDefault();
        event.stopPropagation();
        this.open(true);
      } else if (event.key === 'Escape' && this.popup.isOpen) {
        event.preventDefault();
        event.stopPropagation();
        this.popup.close();
      }
    });
    input.addEventListener('change', () => this.settle());
    input.addEventListener('blur', () => this.settle());
  }

  disconnectedCallback(): void {
    this.popup?.close();
  }

  private get timed(): boolean { return this.dataset.time !== undefined; }

  private get today(): Date {
    return (this.dataset.today && readDay(this.dataset.today, new Date())) || addDays(new Date(), 0);
  }

  private toggle(): void {
    if (this.popup.isOpen) this.popup.close();
    else this.open(true);
  }

  private open(focus: boolean): void {
    const { day, time } = this.read();
    this.calendar.show(day ?? this.today, day, time);
    this.popup.open();
    if (focus) this.calendar.focus();
  }

  private read(): { day: Date | null; time: string | null } {
    const [first = '', ...rest] = this.input!.value.trim().split(/\s+(?=\d{1,2}[:点]|\d{4}$)/);
    return { day: first ? readDay(first, this.today) : null, time: rest.length ? readTime(rest.join(' ')) : null };
  }

  /** What was typed becomes the house form; what cannot be read stays and is marked. */
  private settle(): void {
    const input = this.input!;
    const { day, time } = this.read();
    const wrong = input.value.trim() !== '' && day === null;
    input.setCustomValidity(wrong ? say('date.bad') : '');
    if (wrong) {
      input.setAttribute('aria-invalid', 'true');
      input.title = say('date.bad');
    } else if (input.title === say('date.bad')) {
      input.removeAttribute('aria-invalid');
      input.title = '';
    }
    if (day) input.value = this.text(day, time);
  }

  private text(day: Date, time: string | null): string {
    return this.timed ? `${iso(day)} ${time ?? '09:00'}` : iso(day);
  }

  private set(day: Date | null, time: string | null, done: boolean): void {
    this.input!.value = day ? this.text(day, time) : '';
    this.settle();
    announce(this.input!);
    if (!done) return;
    this.popup.close();
    this.input!.focus();
  }
}

customElements.define('w-date', DateField);
