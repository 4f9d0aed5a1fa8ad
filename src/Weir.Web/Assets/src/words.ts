// The words of the page's language, from the island <script type="application/json" id="w-words">. Scripts hold keys only.
let words: Record<string, string> | undefined;

/** The words for a key, with {0}, {1} … filled in; the key itself when the island does not know it. */
export function say(key: string, ...values: (string | number)[]): string {
  words ??= JSON.parse(document.getElementById('w-words')?.textContent || '{}') as Record<string, string>;
  const text = words[key] ?? key;
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}

export const language = () => document.documentElement.lang || 'zh-CN';
export const chinese = () => language().startsWith('zh');
