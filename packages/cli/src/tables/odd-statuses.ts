import type { SearchResult } from '@dum/experiments';
import { wrap } from '../text/wrap.js';

const meanings: Readonly<Record<Exclude<SearchResult['status'], 'found'>, string>> = {
  collapsed: 'collapsed (a layer kept no unit; more --epochs, a higher --initial-keep-probability or a lower --alpha keep more)',
  full: 'full (no unit was dropped; a higher --alpha drops more)',
  diverged: 'diverged (the loss was not finite; lower learning rates help)',
};

/** A line for each status other than `found`, naming its tasks. */
export const oddStatuses = (results: readonly { readonly name: string; readonly status?: SearchResult['status'] }[]): string =>
  Object.entries(meanings)
    .map(([status, meaning]) => ({ meaning, names: results.filter((result) => result.status === status).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0)
    .map(({ meaning, names }) => `\n${wrap(`${names.length === 1 ? 'Task' : 'Tasks'} ${names.join(', ')}: ${meaning}.`)}`)
    .join('');
