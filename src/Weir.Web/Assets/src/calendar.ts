// The month that <w-date> shows. Draws itself and answers keys; what is chosen goes to the field.
import { addDays, addMonths, iso, readDay, readTime } from './dates.ts';
import { icon, make } from './dom.ts';
import { chinese, language, say } from './words.ts';

interface Options { today: Date; timed: boolean; min?: string; max?: string }
type Choose = (day: Date | null, time: string | null, done: boolean) => void;

function firstWeekday(): number {
  const locale = new Intl.Locale(language()) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  // A bare "zh" names no country; in China the week begins on Monday.
  return chinese() ? 1 : ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 7) % 7;
}

export class Calendar {
  private month = new Date();
  private chosen: Date | null = null;
  private time: string | null = null;

  constructor(private readonly panel: HTMLElement, private readonly options: Options, private readonly choose: Choose, private readonly leave: () => void) {
    panel.addEventListener('keydown', event => this.walk(event));
  }

  show(month: Date, chosen: Date | null, time: string | null): void {
    this.month = month;
    this.chosen = chosen;
    this.time = time;
    this.draw();
  }

  focus(): void {
    this.panel.querySelector<HTMLElement>('.w-day[tabindex="0"]')?.focus();
  }

  private draw(): void {
    const { month, options } = this;
    const start = firstWeekday();
    const title = new Intl.DateTimeFormat(language(), { year: 'numeric', month: 'long' }).format(month);
    const first = new Date(month.getFullYear(), month.getMonth(), 1);
    let day = addDays(first, -((first.getDay() - start + 7) % 7));
    const names = new Intl.DateTimeFormat(language(), { weekday: 'narrow' });
    const long = new Intl.DateTimeFormat(language(), { weekday: 'long' });
    const head = make('tr', {}, ...Array.from({ length: 7 }, (_, index) => make('th', { scope: 'col', abbr: long.format(addDays(day, index)) }, names.format(addDays(day, index)))));
    const rows: HTMLTableRowElement[] = [];
    const focused = iso(month);
    for (let week = 0; week < 6; week += 1) {
      const cells: HTMLTableCellElement[] = [];
      for (let weekday = 0; weekday < 7; weekday += 1, day = addDays(day, 1)) {
        const text = iso(day);
        const button = make('button', {
          type: 'button', class: 'w-day', 'data-day': text, tabindex: text === focused ? '0' : '-1',
          'data-outside': day.getMonth() !== month.getMonth(), 'aria-current': text === iso(options.today) ? 'date' : null,
          'aria-selected': this.chosen && text === iso(this.chosen) ? 'true' : null,
        }, String(day.getDate()));
        button.disabled = (options.min !== undefined && text < options.min) || (options.max !== undefined && text > options.max);
        button.addEventListener('click', () => this.pick(readDay(text, options.today)!));
        cells.push(make('td', {}, button));
      }
      rows.push(make('tr', {}, ...cells));
    }
    const turn = (by: number, key: string, name: SVGSVGElement) =>
      make('button', { type: 'button', class: 'w-btn w-btn-icon w-btn-sm', 'aria-label': say(key), onclick: () => this.turn(by, false) }, name);
    this.panel.replaceChildren(
      make('div', { class: 'w-calendar-head' }, make('strong', { 'aria-live': 'polite' }, title), turn(-1, 'month.previous', icon('chevron-left')), turn(1, 'month.next', icon('chevron-right'))),
      make('table', { role: 'grid', 'aria-label': title }, make('thead', {}, head), make('tbody', {}, ...rows)),
      this.foot());
  }

  private foot(): HTMLElement {
    const { today } = this.options;
    const sunday = addDays(today, (7 - today.getDay()) % 7 || 7);
    const monday = addDays(today, 7 - ((today.getDay() + 6) % 7));
    const shortcut = (key: string, day: Date | null) => make('button', { type: 'button', class: 'w-btn w-btn-sm w-btn-quiet', onclick: () => this.pick(day) }, say(key));
    const foot = make('div', { class: 'w-calendar-foot' }, shortcut('today', today), shortcut('tomorrow', addDays(today, 1)),
      chinese() ? shortcut('sunday', sunday) : shortcut('monday', monday), shortcut('clear', null));
    if (this.options.timed) {
      const box = make('input', { class: 'w-input w-input-sm', size: '5', value: this.time ?? '09:00', 'aria-label': say('time') });
      box.addEventListener('change', event => {
        event.stopPropagation();
        this.time = readTime(box.value) ?? this.time ?? '09:00';
        box.value = this.time;
        this.choose(this.chosen ?? today, this.time, false);
      });
      foot.append(box);
    }
    return foot;
  }

  private pick(day: Date | null): void {
    this.choose(day, this.time, true);
  }

  private turn(by: number, focus: boolean): void {
    this.month = addMonths(this.month, by);
    this.draw();
    if (focus) this.focus();
  }

  private walk(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return this.leave();
    }
    if (!(event.target as Element).matches('.w-day')) return;
    const days: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    if (event.key in days) this.month = addDays(this.month, days[event.key]!);
    else if (event.key === 'PageUp' || event.key === 'PageDown') this.month = addMonths(this.month, (event.key === 'PageUp' ? -1 : 1) * (event.shiftKey ? 12 : 1));
    else if (event.key === 'Home') this.month = new Date(this.month.getFullYear(), this.month.getMonth(), 1);
    else if (event.key === 'End') this.month = new Date(this.month.getFullYear(), this.month.getMonth() + 1, 0);
    else return;
    event.preventDefault();
    this.draw();
    this.focus();
  }
}
