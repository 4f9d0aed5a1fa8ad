// Calendar days as "2026-11-29" and how people write them. No time zones: a day is a day.
const pad = (n: number) => String(n).padStart(2, '0');
export const iso = (date: Date) => `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
export const addDays = (date: Date, days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
export const addMonths = (date: Date, months: number) => {
  const first = new Date(date.getFullYear(), date.getMonth() + months, 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return new Date(first.getFullYear(), first.getMonth(), Math.min(date.getDate(), last));
};

/** The day that "2026-11-29", "11-29", "29", "今天", "+3", "周五", "next monday" … names; null when none. */
export function readDay(text: string, today: Date): Date | null {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  const named: Record<string, number> = { 今天: 0, today: 0, 明天: 1, tomorrow: 1, 后天: 2, 昨天: -1, yesterday: -1, 大后天: 3 };
  if (plain in named) return addDays(today, named[plain]!);
  const relative = /^([+-]\d{1,4})$/.exec(plain);
  if (relative) return addDays(today, Number(relative[1]));
  const weekday = /^(下)?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(plain);
  if (weekday) return nextWeekday(today, '日一二三四五六'.indexOf(weekday[2]!.replace('天', '日')), weekday[1] !== undefined);
  const english = /^(next )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.exec(plain);
  if (english) return nextWeekday(today, ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(english[2]!), english[1] !== undefined);
  const full = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (full) return valid(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(plain);
  if (short) return valid(today.getFullYear(), Number(short[1]), Number(short[2]));
  const day = /^(\d{1,2})[日号]?$/.exec(plain);
  return day ? valid(today.getFullYear(), today.getMonth() + 1, Number(day[1])) : null;
}

/** "9:5" → "09:05", "9点半" → "09:30", "0930" → "09:30"; null when it is no time of day. */
export function readTime(text: string): string | null {
  const plain = text.normalize('NFKC').trim().toLowerCase().replace('点半', ':30').replace(/点$/, ':00').replace('点', ':').replace(/分$/, '');
  const found = /^(\d{1,2}):(\d{1,2})(?::\d{2}(?:\.\d+)?)?z?$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{1,2})()$/.exec(plain);
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] || 0);
  return hour < 24 && minute < 60 ? `${pad(hour)}:${pad(minute)}` : null;
}

function nextWeekday(today: Date, weekday: number, following: boolean): Date {
  // 下周三 is the Wednesday of the next week, whose first day is Monday; plain 周三 is the next one from today on.
  if (following) return addDays(today, 7 - ((today.getDay() + 6) % 7) + ((weekday + 6) % 7));
  return addDays(today, (weekday - today.getDay() + 7) % 7);
}

function valid(year: number, month: number, day: number): Date | null {
  const date = new Date(year, month - 1, day);
  return date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}
