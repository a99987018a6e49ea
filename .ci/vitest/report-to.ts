import type { TestUserConfig } from 'vitest/config';

/** Reporters of a run: the usual one, and results as JSON in a file when one is named. */
export const reportTo = (
  file: string | undefined,
  usual: 'default' | 'verbose' = 'default',
): Pick<TestUserConfig, 'reporters' | 'outputFile'> =>
  file === undefined ? { reporters: [usual] } : { reporters: [usual, 'json'], outputFile: { json: file } };
