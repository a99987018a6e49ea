/** A column of numbers, standardized: (v − mean) / deviation, over the training samples. A deviation of 0 gives 0 throughout. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** A column of texts, one-hot: a feature for each category, 1 where a row has it, else 0. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly categories: readonly string[];
}

/** How the rows of a table become samples and labels. It is stored with a network, so that later rows are prepared alike. */
export interface TablePreparation {
  /** The column of the labels. */
  readonly label: string;
  /** The class of each label. */
  readonly classNames: readonly string[];
  /** The columns of the inputs, in order. */
  readonly columns: readonly (NumberColumn | CategoryColumn)[];
}

/** The names of the features of a sample: those of the columns of numbers, and `colour=red` for a category. */
export const featureNames = ({ columns }: Pick<TablePreparation, 'columns'>): string[] =>
  columns.flatMap((column) =>
    column.kind === 'number' ? [column.name] : column.categories.map((category) => `${column.name}=${category}`),
  );
