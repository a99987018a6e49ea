import type { DumErrorCode } from '@dum/errors';
import type { ParsedKeras } from '../parse-config.js';

/** What a worker is started with. */
export interface WorkerTask {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** What it answers. */
export type WorkerAnswer =
  | { readonly parsed: ParsedKeras }
  | { readonly refused: { readonly code: DumErrorCode; readonly message: string } };
