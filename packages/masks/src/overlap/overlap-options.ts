/** Which units an overlap is measured on. */
export interface OverlapOptions {
  /** Name of the one layer to compare; all masked layers together when not given. */
  readonly layer?: string | undefined;
}
