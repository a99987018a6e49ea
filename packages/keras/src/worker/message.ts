import type { DumErrorCode } from '@dum/errors';
import type { ParsedKeras } from '../parse-config.js';

/** The task of a worker. */
export interface WorkerTask {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** The answer of a worker. */
export type WorkerAnswer =
  | { readonly parsed: ParsedKeras }
  | { readonly refused: { readonly code: DumErrorCode; readonly message: string } };
