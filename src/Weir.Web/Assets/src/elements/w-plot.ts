// <w-plot data-shape="axis|pie|gauge" data-title="…" data-format="money"> … <table> … </w-plot> : see Pages/Insight/PlotCard.razor.
// Draws the figures of the table inside. A click, or arrows and Enter, follow the link of the cell; the table stays for screen readers and behind a button.
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { axisOption } from '../plots/axis.ts';
import { figuresOf, slicesOf, type Cell } from '../plots/figures.ts';
import { inkOf } from '../plots/ink.ts';
import { gaugeOption, pieOption } from '../plots/round.ts';
import { debounce, icon, make, whisper } from '../dom.ts';
import { say } from '../words.ts';

use([BarChart, LineChart, PieChart, GridComponent, TooltipComponent, SVGRenderer]);

const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');

class Plot extends HTMLElement {
  private chart?: ECharts;
  private host?: HTMLElement;
  private button?: HTMLButtonElement;
  private cells: Cell[][] = [];
  private at = { point: -1, series: 0 };
  private readonly resized = new ResizeObserver(() => this.chart?.resize());
  private readonly changed = new MutationObserver(() => this.again());
  private readonly themed = new MutationObserver(() => this.draw());
  private readonly redraw = () => this.draw();
  private readonly again = debounce(30, () => this.isConnected && this.draw());

  connectedCallback(): void {
    this.draw();
    dark.addEventListener('change', this.redraw);
    this.themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }

  disconnectedCallback(): void {
    dark.removeEventListener('change', this.redraw);
    for (const observer of [this.resized, this.changed, this.themed]) observer.disconnect();
    this.chart?.dispose();
    this.host?.remove();
    this.button?.remove();
    this.chart = this.host = this.button = undefined;
  }

  /** Draws what stands in the table now; also after a swap has changed it, or taken the drawing away. */
  private draw(): void {
    this.changed.disconnect();
    const table = this.querySelector('table');
    const round = this.querySelector<HTMLElement>('.w-plot-donut');
    if (!this.host?.isConnected) {
      this.chart?.dispose();
      this.resized.disconnect();
      this.host = make('div', { class: 'w-plot-draw' });
      (round ?? this).append(this.host);
      this.chart = init(this.host, null, { renderer: 'svg' });
      this.resized.observe(this.host);
      this.listen(this.chart, this.host);
    }
    const ink = inkOf(this);
    const moving = !still.matches && this.dataset.ready === undefined;
    if (this.dataset.shape === 'gauge') {
      const number = (raw?: string) => (raw === undefined || raw === '' ? null : Number(raw));
      this.chart!.setOption(gaugeOption(number(this.dataset.v) ?? 0, number(this.dataset.goal), number(this.dataset.most) ?? 100, ink.tone(this.dataset.tone ?? 'accent'), ink, moving), true);
    } else if (this.dataset.shape === 'pie' && table) {
      const slices = slicesOf(table);
      this.cells = slices.map(slice => [slice]);
      this.chart!.setOption(pieOption(slices, ink, moving), true);
    } else if (table) {
      const figures = figuresOf(table);
      this.cells = figures.cells;
      this.chart!.setOption(axisOption(figures, ink, this.dataset.format ?? '', this.dataset.ranked !== undefined, moving), true);
      this.offerTable();
    }
    this.dataset.ready = '';
    if (table) this.changed.observe(this, { childList: true, characterData: true, subtree: true });
  }

  private listen(chart: ECharts, host: HTMLElement): void {
    chart.on('click', hit => this.open(this.cells[hit.dataIndex]?.[hit.seriesIndex ?? 0], hit.event?.event as MouseEvent | undefined));
    if (this.dataset.shape === 'pie') {
      for (const kind of ['mouseover', 'mouseout', 'focusin', 'focusout']) {
        this.addEventListener(kind, event => {
          const row = (event.target as Element).closest<HTMLTableRowElement>('tbody > tr');
          if (row) this.chart?.dispatchAction({ type: kind === 'mouseover' || kind === 'focusin' ? 'highlight' : 'downplay', seriesIndex: 0, dataIndex: row.sectionRowIndex });
        });
      }
    }
    if (this.dataset.shape !== 'axis') {
      host.setAttribute('aria-hidden', 'true');
      return;
    }
    host.tabIndex = 0;
    host.setAttribute('role', 'img');
    host.setAttribute('aria-label', `${this.dataset.title}. ${say('plot.help')}`);
    host.addEventListener('keydown', event => this.key(event));
    host.addEventListener('blur', () => this.point(-1, 0));
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const count = this.cells.length;
    const width = this.cells[0]?.length ?? 0;
    if (count === 0) return;
    const { point, series } = this.at;
    const ways: Record<string, () => void> = {
      ArrowRight: () => this.point(Math.min(point + 1, count - 1), series),
      ArrowLeft: () => this.point(point < 0 ? count - 1 : Math.max(point - 1, 0), series),
      ArrowDown: () => this.point(Math.max(point, 0), (series + 1) % width),
      ArrowUp: () => this.point(Math.max(point, 0), (series + width - 1) % width),
      Home: () => this.point(0, series),
      End: () => this.point(count - 1, series),
      Escape: () => this.point(-1, series),
      Enter: () => this.open(this.cells[point]?.[series], event),
    };
    const way = ways[event.key];
    if (!way || (event.key === 'Escape' && point < 0)) return;
    event.preventDefault();
    event.stopPropagation();
    way();
  }

  /** Shows one point as if the mouse were over it, and says it. */
  private point(point: number, series: number): void {
    this.chart?.dispatchAction({ type: 'downplay' });
    this.at = { point, series };
    if (point < 0) return void this.chart?.dispatchAction({ type: 'hideTip' });
    this.chart?.dispatchAction({ type: 'showTip', seriesIndex: series, dataIndex: point });
    this.chart?.dispatchAction({ type: 'highlight', seriesIndex: series, dataIndex: point });
    const table = this.querySelector('table')!;
    const row = table.tBodies[0]!.rows[point]!;
    whisper([row.cells[0], table.tHead!.rows[0]!.cells[series + 1], row.cells[series + 1]].map(cell => cell!.textContent!.trim()).join(', '));
  }

  /** Follows the link of a cell as if it had been clicked itself: with Ctrl or the middle button in a new tab. */
  private open(cell: Cell | undefined, by?: MouseEvent | KeyboardEvent): void {
    cell?.link?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: by?.ctrlKey, metaKey: by?.metaKey, shiftKey: by?.shiftKey }));
  }

  /** The button that shows the table instead of the drawing. */
  private offerTable(): void {
    const head = this.closest('.w-card')?.querySelector('.w-card-head');
    if (!head || this.button?.isConnected) return;
    const name = `${say('plot.table')}: ${this.dataset.title}`;
    this.button = make('button', { type: 'button', class: 'w-btn w-btn-quiet w-btn-sm w-btn-icon w-plot-switch', 'aria-label': name, title: say('plot.table'), 'aria-pressed': String(this.dataset.table !== undefined) }, icon('table'));
    this.button.addEventListener('click', () => {
      const on = this.toggleAttribute('data-table');
      this.button!.setAttribute('aria-pressed', String(on));
      this.chart?.resize();
    });
    head.append(this.button);
  }
}

customElements.define('w-plot', Plot);
