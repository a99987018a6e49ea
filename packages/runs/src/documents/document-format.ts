import { checkDocument } from '@dum/errors';
import * as z from 'zod';
import { parseDocument } from './parse-document.js';

/** The name of a document in messages: a file or a command. */
export interface Named {
  readonly name: string;
}

/** A format of documents: its name, its version, and functions that read and make documents. */
export interface DocumentFormat<Document extends { readonly format: string; readonly version: number }> {
  readonly format: string;
  readonly version: number;
  /** The zod schema of its documents; unknown keys are refused. */
  readonly schema: z.ZodType<Document>;
  /**
   * Reads a document from a text.
   *
   * A document of an earlier version that the format knows is converted to this one. Throws `bad-input` for a text that is not JSON,
   * another format, another version, and a document that does not fit, with the JSON path, the value and what was expected.
   */
  readonly read: (text: string, { name }: Named) => Document;
  /** Makes a document of these contents, with its format and version, and checks it in the same way. */
  readonly make: (contents: Omit<Document, 'format' | 'version'>, { name }: Named) => Document;
}

/** The type of the documents of a format, such as `DocumentOf<typeof evidenceFile>`. */
export type DocumentOf<Format> = Format extends DocumentFormat<infer Document> ? Document : never;

/** The members of every document, as schemas. */
export interface DocumentHeader<Format extends string, Version extends number> {
  format: z.ZodLiteral<Format>;
  version: z.ZodLiteral<Version>;
}

/** The documents of a shape, with the members of every document. */
export type ShapedDocument<Format extends string, Version extends number, Shape extends z.core.$ZodLooseShape> = z.output<
  z.ZodObject<DocumentHeader<Format, Version> & Shape, z.core.$strict>
> & { readonly format: Format; readonly version: Version };

/** Further rules of a format. */
export interface FormatRules<Document> {
  /** Adds rules across members. */
  readonly check?: (document: Document, context: z.core.$RefinementCtx) => void;
  /** Each converts a document of one earlier version to the next; the last gives the current version. */
  readonly earlier?: readonly ((document: unknown) => unknown)[];
}

/** Defines a format whose documents have exactly these members. */
export const documentFormat = <const Format extends string, const Version extends number, Shape extends z.core.$ZodLooseShape>(
  format: Format,
  version: Version,
  shape: Shape,
  { check = () => undefined, earlier = [] }: FormatRules<ShapedDocument<Format, Version, Shape>> = {},
): DocumentFormat<ShapedDocument<Format, Version, Shape>> => {
  const members: DocumentHeader<Format, Version> = { format: z.literal(format), version: z.literal(version) };
  const schema = z.strictObject({ ...members, ...shape }).superRefine(check as never) as unknown as z.ZodType<
    ShapedDocument<Format, Version, Shape>
  >;
  const first = version - earlier.length;
  const versions = Array.from({ length: earlier.length + 1 }, (_, at) => first + at);
  const read = (text: string, { name }: Named): ShapedDocument<Format, Version, Shape> => {
    const document = parseDocument(text, { name, format, versions });
    const converted = earlier.slice((document.version as number) - first).reduce<unknown>((older, convert) => convert(older), document);
    return checkDocument(name, schema, { ...(converted as object), version });
  };
  return {
    format,
    version,
    schema,
    read,
    make: (contents, { name }) => checkDocument(name, schema, { format, version, ...contents }),
  };
};
