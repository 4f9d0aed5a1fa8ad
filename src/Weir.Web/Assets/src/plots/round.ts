// A ring of shares, and half a ring as a scale. What they mean is written in and beside them by the page.
import type { EChartsCoreOption } from 'echarts/core';
import type { Slice } from './figures.ts';
import type { Ink } from './ink.ts';

export function pieOption(slices: Slice[], ink: Ink, moving: boolean): EChartsCoreOption {
  return {
    animation: moving,
    animationDuration: 240,
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink.raised,
      borderColor: ink.line2,
      borderWidth: 1,
      padding: [6, 9],
      textStyle: { color: ink.fg, fontSize: 12, fontFamily: ink.font, lineHeight: 18 },
      formatter: ({ dataIndex }: { dataIndex: number }) => `${slices[dataIndex]!.name}\n${slices[dataIndex]!.text} · ${slices[dataIndex]!.share}`,
    },
    series: [
      {
        type: 'pie',
        radius: ['64%', '94%'],
        label: { show: false },
        padAngle: slices.length > 1 ? 1 : 0,
        itemStyle: { borderRadius: 2 },
        emphasis: { scaleSize: 3 },
        data: slices.map((slice, at) => ({ value: slice.value ?? 0, cursor: slice.link ? 'pointer' : 'default', itemStyle: { color: ink.series(undefined, at) } })),
      },
    ],
  };
}

export function gaugeOption(value: number, goal: number | null, most: number, color: string, ink: Ink, moving: boolean): EChartsCoreOption {
  const half = (radius: [string, string], upTo: number, shown: string, rest: string) => ({
    type: 'pie',
    radius,
    center: ['50%', '92%'],
    startAngle: 180,
    endAngle: 0,
    silent: true,
    label: { show: false },
    data: [
      { value: Math.min(upTo, most), itemStyle: { color: shown } },
      { value: Math.max(most - upTo, 0), itemStyle: { color: rest } },
    ],
  });
  return {
    animation: moving,
    animationDuration: 240,
    series: [half(['128%', '172%'], Math.max(value, 0), color, ink.bg3), ...(goal === null ? [] : [half(['176%', '181%'], goal, ink.line2, 'transparent')])],
  };
}
