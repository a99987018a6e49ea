import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A dependency at the version that the workspace pins, as npm takes it: `@tensorflow/tfjs-core@4.22.0`. */
export const pinned = (name: string): string => {
  const workspace = readFileSync(join(inject('repository'), 'pnpm-workspace.yaml'), 'utf8');
  const version = new RegExp(`^ +["']?${name}["']?: *(\\S+)$`, 'm').exec(workspace)?.[1];
  if (version === undefined) throw new Error(`pnpm-workspace.yaml pins no ${name}`);
  return `${name}@${version}`;
};
