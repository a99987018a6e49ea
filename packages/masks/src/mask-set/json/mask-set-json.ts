import { checkDocument } from '@dum/errors';
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
 * The text of a file that holds one {@link MaskSet}.
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
 * - `layers`: in network order. `places`, there only where bits multiply the outputs of several layers, names them all. `granularity`
 *   says what one bit stands for: `"channel"`, `"element"`, or `{"channelGroup":16}` for groups of 16 neighbouring channels. `kept`
 *   lists the row-major numbers of the kept units, ascending; all others are dropped.
 * - `checksum`: SHA-256 of the UTF-8 text before the last `,\n"checksum":`, so the file is read only as it was written,
 *   byte for byte (line ends may be `\r\n`, the last one may be missing). Change it by reading, changing and writing it.
 *
 * The same masks always give the same text. At most 10,000 layers and 10,000,000 units.
 * For masks with their task and read-out, take {@link subnetworksToJson}.
 *
 * @throws DumError 'bad-input' for a set that {@link createMaskSet} would refuse, or one past the limits
 */
export const maskSetToJson = (masks: MaskSet): string => {
  const { network } = masks;
  const document = { format, version, network, layers: layersToFile(masks) };
  const { layers } = checkDocument('maskSetToJson', schemaOf(version), document);
  return sealFile({ format, network, items: { layers } });
};

/**
 * The masks in a text that {@link maskSetToJson} wrote, exactly as they were.
 *
 * A file of version 1, which has no `granularity`, is read too: masks of several axes are of elements, those of one axis of channels, or
 * of elements where a later mask than the first, which may be the input's, has several.
 *
 * @param name - of the file, for messages
 * @throws DumError 'bad-input' for a text that is no JSON, of another format or a newer version, differs from what was
 * written by as much as a bit, or holds anything but valid masks; the message has the file and the JSON path
 *
 * @example
 * maskSetFromJson(await readFile('union.json', 'utf8'), { name: 'union.json' });
 */
export const maskSetFromJson = (text: string, { name }: { readonly name: string }): MaskSet => {
  const opened = openFile(text, { format, name });
  const { network, layers } = checkDocument(name, schemaOf(opened.version), opened.document);
  return layersFromFile(network, layers);
};
