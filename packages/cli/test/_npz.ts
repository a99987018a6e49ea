interface Samples {
  readonly x: Float32Array | Uint8Array;
  readonly y: Uint8Array | Uint16Array;
  readonly sampleShape: readonly number[];
}

const npy = (data: Float32Array | Uint8Array | Uint16Array, shape: readonly number[]): Buffer => {
  const type = data instanceof Float32Array ? '<f4' : `<u${data.BYTES_PER_ELEMENT}`;
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = `${header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length % 256, Math.floor(padded.length / 256)]);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
};

/** An uncompressed .npz as NumPy writes it, with the same samples for training and for testing. */
export const npz = ({ x, y, sampleShape }: Samples): Buffer => {
  const [images, labels] = [npy(x, [y.length, ...sampleShape]), npy(y, [y.length])];
  const files = Object.entries({ x_train: images, y_train: labels, x_test: images, y_test: labels });
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(`${name}.npy`);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    locals.push(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, path, bytes]));
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, end, path]));
    offset += locals.at(-1)!.length;
  }
  const central = Buffer.concat(centrals);
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 0, 'latin1');
  last.writeUInt16LE(files.length, 8);
  last.writeUInt16LE(files.length, 10);
  last.writeUInt32LE(central.length, 12);
  last.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, last]);
};

const crc32 = (bytes: Uint8Array): number => {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
};
