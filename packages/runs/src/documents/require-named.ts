import { objectWith, requireOptions } from '@dum/errors';
import type { Named } from './document-format.js';

/** Returns the name of a document; refuses options without one. */
export const requireNamed = (who: string, options: Named): string => {
  requireOptions(who, { options }, { options: named });
  return options.name;
};

const named = objectWith('an object with the name of the file for messages, such as { name: "summary.json" }', ['name']);
