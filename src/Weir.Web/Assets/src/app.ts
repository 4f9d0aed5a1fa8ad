import { watchElements } from './lazy.ts';
import { watchKeys } from './keys.ts';
import { watchRequests } from './requests.ts';

watchRequests();
watchKeys();
await watchElements();

// Tests and measurements wait for this mark: everything that is on the page now answers.
performance.mark('weir:ready');
document.documentElement.toggleAttribute('data-ready', true);
