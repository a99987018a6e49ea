import { posix } from 'node:path';
import ts from 'typescript';

/** A name that an entry of a package exports. */
export interface Exported {
  readonly name: string;
  readonly isType: boolean;
  /** Where it comes from: a path within `src`, or the name of another package. */
  readonly from: string;
}

/** What the text of an entry, a list of `export { … } from '…'`, exports. `entry` is its path within `src`. */
export const exportsOf = (text: string, entry: string): readonly Exported[] =>
  ts.createSourceFile(entry, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      throw new Error(`${entry}: an entry holds nothing but export { … } from '…'`);
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    const from = specifier.startsWith('.') ? posix.join(posix.dirname(entry), specifier.replace(/\.js$/, '.ts')) : specifier;
    return statement.exportClause.elements.map(({ name, isTypeOnly }) => ({
      name: name.text,
      isType: isTypeOnly || statement.isTypeOnly,
      from,
    }));
  });

/** The names that stand in the code of a page: in its blocks and between its backquotes. */
export const namesInCode = (page: string): ReadonlySet<string> =>
  new Set((page.match(/^```[\s\S]*?^```|`[^`\n]+`/gm) ?? []).flatMap((code) => code.match(/[A-Za-z_$][\w$]*/g) ?? []));
