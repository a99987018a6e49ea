/** The value of a column in a row of a {@link Table}; null where it is missing. */
export type Cell = string | number | boolean | null;

/** The rows of a table, such as a CSV file, with named columns. */
export interface Table {
  /** The name of its file, for messages. */
  readonly name: string;
  readonly columns: readonly string[];
  /** A cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where each row is in the file, from 1, for messages: the line on which it ends, or its number. */
  readonly places: readonly number[];
  /** What `places` counts. */
  readonly counted: 'line' | 'row';
}
