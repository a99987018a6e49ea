const pageBytes = 2 ** 16;

/** Caps every wasm memory of this thread, which the limits of a worker leave out. Growing beyond the cap fails as on a full machine. */
export const capMemory = (mostBytes: number): void => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own memory
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * pageBytes > mostBytes) throw new RangeError(`a memory may have at most ${mostBytes} bytes`);
    return grow.call(this, pages);
  };
};
