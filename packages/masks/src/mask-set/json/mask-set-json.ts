import * as z from 'zod';
import { checkDocument } from './_check-document.js';
import { fingerprint } from './_expectations.js';
import { layersFromFile, layersSchema, layersToFile, refuseTooManyUnits } from './_layers-in-file.js';
import { openFile, sealFile } from './_sealed-file.js';
import type { MaskSet } from '../mask-set.js';

const format = 'dum-mask-set';
const version = 1;

const schema = z
  .strictObject({ format: z.literal(format), version: z.literal(version), network: fingerprint, layers: layersSchema })
  .superRefine(({ layers }, context) => refuseTooManyUnits(context, ['layers'], layers));

/**
 * The text of a file that holds one {@link MaskSet}.
 *
 * ```
 * {"format":"dum-mask-set","version":1,"network":"<64 hexadecimal digits>","layers":[
 * {"layer":"dense_300","shape":[300],"kept":[4,17,208]},
 * {"layer":"dense_100","shape":[100],"kept":[]}
 * ],
 * "checksum":"<64 hexadecimal digits>"}
 * ```
 *
 * - `network`: fingerprint of the network, a SHA-256.
 * - `layers`: in network order. `places`, there only where bits multiply the outputs of several layers, names them all. `kept` lists the row-major numbers of the kept units, ascending; all others are dropped.
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
  const { layers } = checkDocument('maskSetToJson', schema, document);
  return sealFile({ format, version, network, items: { layers } });
};

/**
 * The masks in a text that {@link maskSetToJson} wrote, exactly as they were.
 *
 * @param name - of the file, for messages
 * @throws DumError 'bad-input' for a text that is no JSON, of another format or version, differs from what was
 * written by as much as a bit, or holds anything but valid masks; the message has the file and the JSON path
 *
 * @example
 * maskSetFromJson(await readFile('union.json', 'utf8'), { name: 'union.json' });
 */
export const maskSetFromJson = (text: string, { name }: { readonly name: string }): MaskSet => {
  const { network, layers } = checkDocument(name, schema, openFile(text, { format, name }));
  return layersFromFile(network, layers);
};
