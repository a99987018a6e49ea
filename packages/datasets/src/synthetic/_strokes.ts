/** A point of a drawing in the unit square; y runs down. */
export type Point = readonly [x: number, y: number];

/** Points along an ellipse; degrees run clockwise from the right: 90 is the bottom, 180 the left, 270 the top. */
const arc = ([x, y]: Point, [width, height]: Point, from: number, to: number): Point[] =>
  Array.from({ length: 17 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 16) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });

const six: Point[][] = [arc([0.72, 0.64], [0.47, 0.56], 258, 180), arc([0.5, 0.67], [0.25, 0.25], 0, 360)];

/** The strokes of the ten digits. */
export const digitStrokes: readonly (readonly (readonly Point[])[])[] = [
  [arc([0.5, 0.5], [0.28, 0.42], 0, 360)],
  [
    [
      [0.36, 0.26],
      [0.53, 0.08],
      [0.53, 0.92],
    ],
  ],
  [[...arc([0.5, 0.33], [0.27, 0.25], 195, 395), [0.24, 0.91], [0.79, 0.91]]],
  [[...arc([0.47, 0.3], [0.26, 0.22], 205, 440), ...arc([0.47, 0.71], [0.29, 0.22], 280, 515)]],
  [
    [
      [0.63, 0.92],
      [0.63, 0.08],
      [0.2, 0.64],
      [0.84, 0.64],
    ],
  ],
  [[[0.75, 0.09], [0.32, 0.09], [0.28, 0.47], ...arc([0.48, 0.65], [0.28, 0.27], 235, 505)]],
  six,
  [
    [
      [0.22, 0.09],
      [0.78, 0.09],
      [0.42, 0.92],
    ],
  ],
  [arc([0.5, 0.28], [0.22, 0.2], 90, 450), arc([0.5, 0.7], [0.27, 0.22], 270, 630)],
  six.map((stroke) => stroke.map(([x, y]): Point => [1 - x, 1 - y])),
];

const distanceToSegment = (x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

/** Draws strokes with a round pen of this radius into an image of `size` × `size` values in [0, 1], with antialiased edges. */
export const drawStrokes = (image: Float32Array, size: number, strokes: readonly (readonly Point[])[], radius: number): void => {
  for (let pixel = 0; pixel < size * size; pixel++) {
    const x = ((pixel % size) + 0.5) / size;
    const y = (Math.floor(pixel / size) + 0.5) / size;
    let nearest = Number.POSITIVE_INFINITY;
    for (const stroke of strokes) {
      for (let i = 1; i < stroke.length; i++) nearest = Math.min(nearest, distanceToSegment(x, y, stroke[i - 1]!, stroke[i]!));
    }
    image[pixel] = Math.min(1, Math.max(0, 0.5 + (radius - nearest) * size));
  }
};
