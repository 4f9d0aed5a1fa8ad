// Bars, lines and areas over one axis.
import type { EChartsCoreOption } from 'echarts/core';
import { brief, short, type Figures } from './figures.ts';
import type { Ink } from './ink.ts';

/** So few bars that each may carry its own figure. */
const direct = 8;
/** So many kinds that their names stand better at the side, with the bars lying. */
const lying = 6;
/** So few points that each may be seen as one. */
const marked = 18;

interface Hovered {
  dataIndex: number;
  seriesIndex: number;
  marker: string;
}

export function axisOption(figures: Figures, ink: Ink, format: string, ranked: boolean, moving: boolean): EChartsCoreOption {
  const { names, series, cells } = figures;
  const bars = series.some(one => one.draw === 'bar');
  const flat = ranked && names.length > lying && series.every(one => one.draw === 'bar');
  const alone = series.length === 1 && bars && (flat || names.length <= direct);
  const kinds = {
    type: 'category',
    data: names,
    inverse: flat,
    boundaryGap: bars,
    axisLine: { lineStyle: { color: ink.line2 } },
    axisTick: { show: false },
    axisLabel: { color: ink.fg2, fontSize: 11.5, hideOverlap: true, lineHeight: 14, overflow: flat || !ranked ? 'truncate' : 'break', width: flat || !ranked ? 84 : 58, interval: flat || names.length <= direct ? 0 : 'auto' },
  };
  const amounts = {
    type: 'value',
    splitNumber: 4,
    minInterval: format === 'count' ? 1 : undefined,
    splitLine: { lineStyle: { color: ink.line } },
    axisLabel: { color: ink.fg2, fontSize: 11.5, hideOverlap: true, formatter: (value: number) => short(value, format) },
  };
  return {
    animation: moving,
    animationDuration: 240,
    animationDurationUpdate: 160,
    textStyle: { fontFamily: ink.font, fontSize: 12, color: ink.fg2 },
    grid: { left: 2, right: flat && alone ? 52 : 10, top: alone && !flat ? 22 : 10, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink.raised,
      borderColor: ink.line2,
      borderWidth: 1,
      padding: [8, 10],
      textStyle: { color: ink.fg, fontSize: 12, fontFamily: ink.font, lineHeight: 18 },
      axisPointer: { type: bars ? 'shadow' : 'line', shadowStyle: { color: ink.bg3, opacity: 0.6 }, lineStyle: { color: ink.line2 }, z: -1 },
      formatter: (hovered: Hovered[]) => [
        names[hovered[0]!.dataIndex],
        ...hovered.map(one => ({ one, cell: cells[one.dataIndex]![one.seriesIndex]! }))
          .filter(({ cell }) => cell.value !== null && (series.length < 5 || cell.value !== 0))
          .map(({ one, cell }) => `${one.marker}${series.length > 1 ? `${series[one.seriesIndex]!.name}  ` : ''}${cell.text}`),
      ].join('\n'),
    },
    xAxis: flat ? amounts : kinds,
    yAxis: flat ? kinds : amounts,
    series: series.map((one, at) => {
      const color = ink.series(one.tone, at);
      const data = cells.map(row => row[at]!.value);
      const common = { name: one.name, data, color, cursor: cells.some(row => row[at]!.link) ? 'pointer' : 'default', stack: one.stacked ? one.draw : undefined };
      return one.draw === 'bar'
        ? {
            ...common,
            type: 'bar',
            barMaxWidth: flat ? 14 : 40,
            barGap: '12%',
            barCategoryGap: '36%',
            itemStyle: { borderRadius: one.stacked ? 0 : flat ? [0, 3, 3, 0] : [3, 3, 0, 0] },
            emphasis: { itemStyle: { opacity: 0.82 } },
            label: { show: alone, position: flat ? 'right' : 'top', color: ink.fg, fontSize: 12, formatter: ({ dataIndex }: { dataIndex: number }) => brief(cells[dataIndex]![at]!.value, format) },
          }
        : {
            ...common,
            type: 'line',
            z: 3,
            symbol: 'circle',
            symbolSize: 6,
            showSymbol: names.length <= marked,
            lineStyle: { width: 2 },
            emphasis: { scale: 1.5 },
            areaStyle: one.draw === 'area' ? { opacity: one.stacked ? 0.5 : 0.12 } : undefined,
          };
    }),
  };
}
