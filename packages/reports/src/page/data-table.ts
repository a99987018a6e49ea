import { h, type VNode } from 'preact';
import type { DataTable } from '../drawing/figure.js';

/** A table that scrolls sideways where it is wider than the page. */
export const dataTable = (caption: string, { columns, rows }: DataTable): VNode =>
  h(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', null, caption),
      h('thead', null, h('tr', null, ...columns.map((column) => h('th', { scope: 'col' }, column)))),
      h(
        'tbody',
        null,
        ...rows.map(([first, ...rest]) =>
          h('tr', null, h('th', { scope: 'row' }, show(first)), ...rest.map((value) => h('td', null, show(value)))),
        ),
      ),
    ),
  );

const show = (value: string | number | null | undefined): string => (value === null || value === undefined ? '–' : String(value));
