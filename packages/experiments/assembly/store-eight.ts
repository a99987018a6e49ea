/** Stores eight values, through a relu or not. */
export function storeEight(out: usize, first: v128, second: v128, isRelu: bool): void {
  const zero = f32x4.splat(0);
  v128.store(out, isRelu ? f32x4.max(first, zero) : first);
  v128.store(out, isRelu ? f32x4.max(second, zero) : second, 16);
}
