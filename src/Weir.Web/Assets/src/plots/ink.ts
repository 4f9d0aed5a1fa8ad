// The colours of the page as a chart needs them: worked out, because a chart knows no css variables.
export interface Ink {
  fg: string;
  fg2: string;
  line: string;
  line2: string;
  bg: string;
  bg3: string;
  raised: string;
  font: string;
  /** The colour of a series: of its tone, or of its place. */
  series: (tone: string | undefined, at: number) => string;
  tone: (name: string) => string;
}

export function inkOf(element: HTMLElement): Ink {
  const probe = document.createElement('span');
  probe.hidden = true;
  const known = new Map<string, string>();
  const tone = (name: string): string => {
    const seen = known.get(name);
    if (seen) return seen;
    probe.style.color = `var(--${name})`;
    element.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    known.set(name, color);
    return color;
  };
  return {
    fg: tone('fg'), fg2: tone('fg2'), line: tone('line'), line2: tone('line2'), bg: tone('bg'), bg3: tone('bg3'), raised: tone('raised'),
    font: getComputedStyle(element).fontFamily,
    series: (name, at) => tone(name ?? `series-${(at % 8) + 1}`),
    tone,
  };
}
