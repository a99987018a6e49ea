import picocolors from 'picocolors';
import type { Io, Terminal } from '../io.js';

/** Functions that colour a text, or leave it as it is. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours for a terminal; none when the output is piped, `NO_COLOR` is set, or the terminal is dumb. */
export const coloursOf = ({ isTTY }: Terminal, { NO_COLOR, TERM }: Io['env']): Colours =>
  picocolors.createColors(isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb');
