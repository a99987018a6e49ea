import { DumError } from '@dum/errors';
import * as z from 'zod';
import { checkDocument } from './_check-document.js';
import { fingerprint, listOf, nonEmptyText, refuse, refuseRepeats, wholeNumber } from './_expectations.js';
import { layersFromFile, layersSchema, layersToFile, refuseTooManyUnits } from './_layers-in-file.js';
import { readOutFromFile, readOutSchema, readOutToFile } from './_read-out-in-file.js';
import { openFile, sealFile } from './_sealed-file.js';
import type { Subnetwork } from '../subnetwork.js';

const format = 'dum-subnetworks';

/** What `classOf` has for a class of the dataset that is in no class of the task. */
const ignored = 255;

const price = z.number({ error: 'a finite number of at least 0' }).min(0, { error: 'a finite number of at least 0' });

const subnetworkSchema = z
  .strictObject(
    {
      task: nonEmptyText,
      status: z.enum(['found', 'collapsed', 'full'], { error: '"found", "collapsed" or "full"' }),
      alpha: z.union([price, z.record(nonEmptyText, price)], { error: 'a finite number of at least 0, or one for each layer by name' }),
      seed: z.int({ error: 'a whole number' }),
      estimator: nonEmptyText,
      penalty: nonEmptyText,
      classOf: listOf(wholeNumber(0), 'classes'),
      layers: layersSchema,
      readOut: readOutSchema,
    },
    { error: 'a subnetwork' },
  )
  .superRefine(({ alpha, layers, classOf, readOut }, context) => {
    const names = layers.map(({ layer }) => layer);
    if (typeof alpha !== 'number' && !(names.length === Object.keys(alpha).length && names.every((name) => Object.hasOwn(alpha, name))))
      refuse(context, ['alpha'], `a price for each of ${names.join(', ')}, and for no other layer`);
    const classes = readOut.classNames.length;
    const wrong = classOf.findIndex((taskClass) => taskClass >= classes && taskClass !== ignored);
    if (wrong >= 0) refuse(context, ['classOf', wrong], `a class of the task, from 0 to ${classes - 1}, or ${ignored} for none`);
  });

const schema = z
  .strictObject({
    format: z.literal(format),
    version: z.literal([1, 2, 3]),
    network: fingerprint,
    subnetworks: listOf(subnetworkSchema, 'subnetworks'),
  })
  .superRefine(({ version, subnetworks }, context) => {
    const original = subnetworks.findIndex(({ readOut }) => readOut.kind === 'original-head');
    const priced = subnetworks.findIndex(hasPrices);
    if (version < 3 && priced >= 0) refuse(context, ['subnetworks', priced, 'alpha'], `one number, as in all of version ${version}`);
    if (version === 1 && original >= 0) refuse(context, ['subnetworks', original, 'readOut', 'kind'], '"new-head", as in all of version 1');
    if (version === 2 && original < 0) refuse(context, ['version'], '1, since no read-out is the "original-head" of version 2');
    if (version === 3 && priced < 0) refuse(context, ['version'], '1 or 2, since no alpha has the prices by layer of version 3');
    refuseRepeats(
      context,
      subnetworks.map(({ task }) => task),
      (place) => ['subnetworks', place, 'task'],
    );
    refuseTooManyUnits(
      context,
      ['subnetworks'],
      subnetworks.flatMap(({ layers }) => layers),
    );
  });

const hasPrices = ({ alpha }: Pick<Subnetwork, 'alpha'>): boolean => typeof alpha !== 'number';

const versionOf = (subnetworks: readonly Subnetwork[]): 1 | 2 | 3 => {
  if (subnetworks.some(hasPrices)) return 3;
  return subnetworks.every(({ readOut }) => readOut.kind === 'new-head') ? 1 : 2;
};

const toFile = ({ task, status, alpha, seed, estimator, penalty, classOf, masks, readOut }: Subnetwork) => ({
  task,
  status,
  alpha,
  seed,
  estimator,
  penalty,
  classOf: [...classOf],
  layers: layersToFile(masks),
  readOut: readOutToFile(readOut),
});

/**
 * The text of a file that holds subnetworks of one network, such as `masks.json`.
 *
 * ```
 * {"format":"dum-subnetworks","version":1,"network":"<64 hexadecimal digits>","subnetworks":[
 * {"task":"zero","status":"found","alpha":0.001,"seed":1,"estimator":"…","penalty":"…","classOf":[1,0,0],"layers":[…],"readOut":{…}},
 * {"task":"one",…}
 * ],
 * "checksum":"<64 hexadecimal digits>"}
 * ```
 *
 * - `network`: fingerprint of the one network they all belong to, a SHA-256.
 * - `subnetworks`: one a line, in the order given; the names of the tasks are unique.
 *   `classOf[c]` is the task's class for class c of the dataset, or 255 when it is in none. `alpha` is a number, or
 *   `{"dense_300":0.001,"dense_100":0.003}`, a price for each layer; a file with such a one has version 3.
 * - `layers`: `{"layer":"dense_300","shape":[300],"kept":[4,17,208]}` for each masked layer, in network order. `kept`
 *   lists the row-major numbers of the kept units, ascending; all others are dropped.
 * - `readOut`: `{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0.5],…],"bias":[0,-0]}`; a row of the
 *   kernel for each input, and in it a weight for each class. Every number is exactly a 32-bit float. The network's own head is
 *   `{"kind":"original-head","classNames":["rest","zero"]}`; a file with one has version 2 unless it has version 3; all others have version 1.
 * - `checksum`: SHA-256 of the UTF-8 text before the last `,\n"checksum":`, so the file is read only as it was written,
 *   byte for byte (line ends may be `\r\n`, the last one may be missing). Change it by reading, changing and writing it.
 *
 * The same subnetworks always give the same text. At most 10,000 subnetworks and layers and classes of each, and
 * 10,000,000 units in all. For masks alone, take {@link maskSetToJson}.
 *
 * @throws DumError 'bad-input' when there is no subnetwork, two have the same task or belong to two networks, or one
 * holds what could not be read back: a weight or α that is not finite, a kernel of the wrong length, …
 */
export const subnetworksToJson = (subnetworks: readonly Subnetwork[]): string => {
  const who = 'subnetworksToJson';
  const [first, ...others] = subnetworks;
  if (first === undefined) throw new DumError('bad-input', `${who}: there is no subnetwork to write; give at least one`);
  const { network } = first.masks;
  const other = others.find(({ masks }) => masks.network !== network);
  if (other !== undefined)
    throw new DumError(
      'bad-input',
      `${who}: "${first.task}" belongs to network ${network} and "${other.task}" to ${other.masks.network}; write one file a network`,
    );
  const version = versionOf(subnetworks);
  const document = checkDocument(who, schema, { format, version, network, subnetworks: subnetworks.map(toFile) });
  return sealFile({ format, version, network, items: { subnetworks: document.subnetworks } });
};

/**
 * The subnetworks in a text that {@link subnetworksToJson} wrote, exactly as they were, in the same order.
 *
 * @param name - of the file, for messages
 * @throws DumError 'bad-input' for a text that is no JSON, of another format or version, differs from what was
 * written by as much as a bit, or holds anything but valid subnetworks; the message has the file and the JSON path
 *
 * @example
 * subnetworksFromJson(await readFile('masks.json', 'utf8'), { name: 'masks.json' });
 */
export const subnetworksFromJson = (text: string, { name }: { readonly name: string }): Subnetwork[] => {
  const { network, subnetworks } = checkDocument(name, schema, openFile(text, { format, name }));
  return subnetworks.map(({ layers, readOut, ...rest }) => ({
    ...rest,
    masks: layersFromFile(network, layers),
    readOut: readOutFromFile(readOut),
  }));
};
