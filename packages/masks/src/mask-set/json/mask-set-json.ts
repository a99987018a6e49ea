import { checkDocument, requireOptions } from '@dum/errors';
import { maskSetKind } from '../argument-kinds.js';
import * as z from 'zod';
import { fingerprint } from './_expectations.js';
import { layersFromFile, layersSchema, layersToFile, layersWithoutGranularity, refuseTooManyUnits } from './_layers-in-file.js';
import { openFile, sealFile, versions } from './_sealed-file.js';
import type { MaskSet } from '../mask-set.js';

const format = 'dum-mask-set';
const version = versions[format];

const schemaOf = (of: number) =>
  z
    .strictObject({
      format: z.literal(format),
      version: z.literal(of),
      network: fingerprint,
      layers: of === version ? layersSchema : layersWithoutGranularity,
    })
    .superRefine(({ layers }, context) => refuseTooManyUnits(context, ['layers'], layers));

/**
 * Converts a {@link MaskSet} to the text of a file.
 *
 * ```
 * {"format":"dum-mask-set","version":2,"network":"<64 hexadecimal digits>","layers":[
 * {"layer":"dense_300","granularity":"channel","shape":[300],"kept":[4,17,208]},
 * {"layer":"heads","granularity":{"channelGroup":16},"shape":[8],"kept":[]}
 * ],
 * "checksum":"<64 hexadecimal digits>"}
 * ```
 *
 * - `network`: fingerprint of the network, a SHA-256.
 * - `layers`: in network order. `places`, present only if bits multiply the outputs of several layers, names them all. `granularity` is
 *   what one bit switches: `"channel"`, `"element"`, or `{"channelGroup":16}` for groups of 16 neighbouring channels. `kept`
 *   lists the row-major numbers of the kept units, ascending; all others are dropped.
 * - `checksum`: SHA-256 of the UTF-8 text before the last `,\n"checksum":`, so the file is read only as it was written,
 *   byte for byte (line ends may be `\r\n`, the last one may be missing). Change it by reading, changing and writing it.
 *
 * The same masks always give the same text. At most 10,000 layers and 10,000,000 units.
 * For masks with their task and read-out, use {@link subnetworksToJson}.
 *
 * @throws DumError 'bad-input' for a set that {@link createMaskSet} would refuse, or one past the limits
 */
export const maskSetToJson = (masks: MaskSet): string => {
  requireOptions('maskSetToJson', { masks }, { masks: maskSetKind });
  const { network } = masks;
  const document = { format, version, network, layers: layersToFile(masks) };
  const { layers } = checkDocument('maskSetToJson', schemaOf(version), document);
  return sealFile({ format, network, items: { layers } });
};

/**
 * Reads the masks of a text that {@link maskSetToJson} wrote, exactly.
 *
 * A file of version 1, which has no `granularity`, is read too: masks with several axes are of elements, those with a single axis of
 * channels, or of elements if a mask after the first (which may be the input's) has several.
 *
 * @param name - of the file, for messages
 * @throws DumError 'bad-input' for a text that is not JSON, has another format or a newer version, differs in a bit from what was written,
 * or does not contain valid masks; the message has the file and the JSON path
 *
 * @example
 * maskSetFromJson(await readFile('union.json', 'utf8'), { name: 'union.json' });
 */
export const maskSetFromJson = (text: string, { name }: { readonly name: string }): MaskSet => {
  const opened = openFile(text, { format, name });
  const { network, layers } = checkDocument(name, schemaOf(opened.version), opened.document);
  return layersFromFile(network, layers);
};
