// Each custom element is a chunk that is fetched when its tag first appears.
const elements: Record<string, () => Promise<unknown>> = {
  'w-board': () => import('./elements/w-board.ts'),
  'w-bell': () => import('./elements/w-bell.ts'),
  'w-cascade': () => import('./elements/w-cascade.ts'),
  'w-chart': () => import('./elements/w-chart.ts'),
  'w-combobox': () => import('./elements/w-combobox.ts'),
  'w-date': () => import('./elements/w-date.ts'),
  'w-dialog': () => import('./elements/w-dialog.ts'),
  'w-draft': () => import('./elements/w-draft.ts'),
  'w-filter': () => import('./elements/w-filter.ts'),
  'w-grid': () => import('./elements/w-grid.ts'),
  'w-lines': () => import('./elements/w-lines.ts'),
  'w-locate': () => import('./elements/w-locate.ts'),
  'w-mention': () => import('./elements/w-mention.ts'),
  'w-menu': () => import('./elements/w-menu.ts'),
  'w-money': () => import('./elements/w-money.ts'),
  'w-palette': () => import('./elements/w-palette.ts'),
  'w-plot': () => import('./elements/w-plot.ts'),
  'w-props': () => import('./elements/w-props.ts'),
  'w-tags': () => import('./elements/w-tags.ts'),
  'w-copy': () => import('./elements/w-copy.ts'),
  'w-theme': () => import('./elements/w-theme.ts'),
  'w-toast': () => import('./elements/w-toast.ts'),
  'w-upload': () => import('./elements/w-upload.ts'),
};

const waiting = new Set(Object.keys(elements));

function load(root: ParentNode): Promise<unknown>[] {
  const started: Promise<unknown>[] = [];
  for (const tag of waiting) {
    if (!root.querySelector(tag)) continue;
    waiting.delete(tag);
    started.push(elements[tag]!());
  }
  return started;
}

/** Loads the elements of the page, and goes on watching; resolves when those that are here now can be used. */
export async function watchElements(): Promise<void> {
  new MutationObserver(records => {
    if (waiting.size > 0 && records.some(record => record.addedNodes.length > 0)) load(document);
  }).observe(document.body, { childList: true, subtree: true });
  await Promise.all(load(document));
}
