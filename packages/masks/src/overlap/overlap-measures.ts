/** One value for each measure of overlap. */
export interface OverlapMeasures<Value = number> {
  /** Of {@link iou}. */
  readonly iou: Value;
  /** Of {@link ioMin}. */
  readonly ioMin: Value;
  /** Of {@link coverage}: the share of the first set that is in the second, and the reverse. */
  readonly coverage: { readonly first: Value; readonly second: Value };
}
