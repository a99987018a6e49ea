import { checkDocument, DumError, listOfKind, requireOptions } from '@dum/errors';
import * as z from 'zod';
import { checkSchema } from './_check-in-file.js';
import { droppedFromFile, droppedSchema, droppedToFile, refuseOtherConstants } from './_dropped-in-file.js';
import { fingerprint, listOf, mostClasses, nonEmptyText, refuse, refuseRepeats, wholeNumber } from './_expectations.js';
import { layersFromFile, layersSchema, layersToFile, layersWithoutGranularity, refuseTooManyUnits } from './_layers-in-file.js';
import { normalizationFromFile, normalizationSchema, normalizationToFile } from './_normalization-in-file.js';
import { readOutFromFile, readOutSchema, readOutToFile } from './_read-out-in-file.js';
import { openFile, sealFile, versions } from './_sealed-file.js';
import { subnetworkKind } from '../argument-kinds.js';
import { ignoredClass, type Subnetwork } from '../subnetwork.js';

const format = 'dum-subnetworks';
const version = versions[format];

/** The last version without granularity, and with 255 for a class of the dataset that the task ignores. */
const lastWithoutGranularity = 3;
const ignoredUntilThen = 255;

/** The first version with re-estimated statistics, constants of dropped units, and checks. */
const firstWithMore = 5;
const noneUntilThen = z.never({ error: `none before version ${firstWithMore}` });

const price = z.number({ error: 'a finite number of at least 0' }).min(0, { error: 'a finite number of at least 0' });

const subnetworkSchema = (of: number) => {
  const isOld = of <= lastWithoutGranularity;
  return z
    .strictObject(
      {
        task: nonEmptyText,
        status: z.enum(['found', 'collapsed', 'full'], { error: '"found", "collapsed" or "full"' }),
        alpha: z.union([price, z.record(nonEmptyText, price)], { error: 'a finite number of at least 0, or one for each layer by name' }),
        seed: z.int({ error: 'a whole number' }),
        estimator: nonEmptyText,
        penalty: nonEmptyText,
        classOf: listOf(isOld ? classUntilThen : classOrNull, 'classes', mostClasses),
        layers: isOld ? layersWithoutGranularity : layersSchema,
        readOut: readOutSchema,
        normalization: z.optional(of < firstWithMore ? noneUntilThen : normalizationSchema),
        dropped: z.optional(of < firstWithMore ? noneUntilThen : droppedSchema),
        check: z.exactOptional(of < firstWithMore ? noneUntilThen : checkSchema),
      },
      { error: 'a subnetwork' },
    )
    .superRefine(({ alpha, layers, classOf, readOut }, context) => {
      const names = layers.map(({ layer }) => layer);
      if (typeof alpha !== 'number' && !(names.length === Object.keys(alpha).length && names.every((name) => Object.hasOwn(alpha, name))))
        refuse(context, ['alpha'], `a price for each of ${names.join(', ')}, and for no other layer`);
      const classes = readOut.classNames.length;
      const wrong = classOf.findIndex((taskClass) => taskClass !== null && taskClass >= classes);
      if (wrong >= 0)
        refuse(
          context,
          ['classOf', wrong],
          `a class of the task, from 0 to ${classes - 1}, or ${isOld ? ignoredUntilThen : 'null'} for none`,
        );
    });
};

const classOrNull = z.nullable(
  z.int({ error: 'a class of the task, or null for none' }).min(0, { error: 'a class of the task, or null for none' }),
);
const classUntilThen = wholeNumber(0).transform((taskClass) => (taskClass === ignoredUntilThen ? null : taskClass));

const schemaOf = (of: number) =>
  z
    .strictObject({
      format: z.literal(format),
      version: z.literal(of),
      network: fingerprint,
      subnetworks: listOf(subnetworkSchema(of), 'subnetworks'),
    })
    .superRefine(({ subnetworks }, context) => {
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
      for (const [place, { dropped, layers }] of subnetworks.entries())
        if (dropped !== undefined) refuseOtherConstants(context, ['subnetworks', place, 'dropped', 'layers'], dropped, layers);
    });

const toFile = ({ task, status, alpha, seed, estimator, penalty, classOf, masks, readOut, normalization, dropped, check }: Subnetwork) => ({
  task,
  status,
  alpha,
  seed,
  estimator,
  penalty,
  classOf: Array.from(classOf, (taskClass) => (taskClass === ignoredClass ? null : taskClass)),
  layers: layersToFile(masks),
  readOut: readOutToFile(readOut),
  ...(normalization === undefined ? {} : { normalization: normalizationToFile(normalization) }),
  ...(dropped === undefined ? {} : { dropped: droppedToFile(dropped) }),
  ...(check === undefined ? {} : { check }),
});

/**
 * Converts subnetworks of one network to the text of a file, such as `masks.json`.
 *
 * ```
 * {"format":"dum-subnetworks","version":5,"network":"<64 hexadecimal digits>","subnetworks":[
 * {"task":"zero","status":"found","alpha":0.001,"seed":1,"estimator":"…","penalty":"…","classOf":[1,0,null],"layers":[…],"readOut":{…}},
 * {"task":"one",…}
 * ],
 * "checksum":"<64 hexadecimal digits>"}
 * ```
 *
 * - `network`: fingerprint of the one network they all belong to, a SHA-256.
 * - `subnetworks`: one in each line, in the given order; the names of the tasks are unique.
 *   `classOf[c]` is the task's class for class c of the dataset, or null when it is in none. `alpha` is a number, or
 *   `{"dense_300":0.001,"dense_100":0.003}`, a price for each layer.
 * - `layers`: `{"layer":"dense_300","granularity":"channel","shape":[300],"kept":[4,17,208]}` for each masked layer, in network order.
 *   `granularity` is what one bit switches: `"channel"`, `"element"`, or `{"channelGroup":16}` for groups of 16 neighbouring
 *   channels. `kept` lists the row-major numbers of the kept units, ascending; all others are dropped.
 * - `readOut`: `{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0.5],…],"bias":[0,-0]}`; a row of the
 *   kernel for each input, with a weight for each class. Every number is exactly a 32-bit float. The original head is
 *   `{"kind":"original-head","classNames":["rest","zero"]}`.
 * - `normalization`, present only if statistics of batch normalizations were re-estimated:
 *   `{"kind":"re-estimated","samples":2048,"statistics":[{"layer":"norm","mean":[0.25,…],"variance":[1.5,…]},…]}`, with a
 *   mean and a variance for each channel.
 * - `dropped`, present only if dropped units do not become 0: `{"kind":"mean","layers":[{"layer":"dense_300","values":[0.5,…]},…]}`,
 *   with a constant for each channel or element of each mask.
 * - `check`, present only if the mask was compared with others at the end of its search: a {@link MaskCheck}, such as
 *   `{"status":"best","objective":0.12,"compared":{"allUnits":0.44,"random":0.41,"baseline":0.15}}`.
 * - `checksum`: SHA-256 of the UTF-8 text before the last `,\n"checksum":`, so the file is read only as it was written,
 *   byte for byte (line ends may be `\r\n`, the last one may be missing). Change it by reading, changing and writing it.
 *
 * The same subnetworks always give the same text. At most 10,000 subnetworks and layers of each, 65,535 classes, and
 * 10,000,000 units in all. For masks only, use {@link maskSetToJson}.
 *
 * @throws DumError 'bad-input' when there is no subnetwork, two have the same task or belong to two networks, or one could not be read
 * back: a weight or α that is not finite, a kernel of the wrong length, …
 */
export const subnetworksToJson = (subnetworks: readonly Subnetwork[]): string => {
  const who = 'subnetworksToJson';
  requireOptions(who, { subnetworks }, { subnetworks: listOfKind('a list of subnetworks', subnetworkKind) });
  const [first, ...others] = subnetworks;
  if (first === undefined) throw new DumError('bad-input', `${who}: there is no subnetwork to write; give at least one`);
  const { network } = first.masks;
  const other = others.find(({ masks }) => masks.network !== network);
  if (other !== undefined)
    throw new DumError(
      'bad-input',
      `${who}: "${first.task}" belongs to network ${network} and "${other.task}" to ${other.masks.network}; write one file for each network`,
    );
  const document = checkDocument(who, schemaOf(version), { format, version, network, subnetworks: subnetworks.map(toFile) });
  return sealFile({ format, network, items: { subnetworks: document.subnetworks } });
};

/**
 * Reads the subnetworks of a text that {@link subnetworksToJson} wrote, exactly and in the same order.
 *
 * Files of versions 1 to 4 are read too; none has `normalization`, `dropped` or `check`. In versions 1 to 3, 255 in `classOf` is an ignored class,
 * and there is no `granularity`: masks with several axes are of elements, those with a single axis of channels, or of elements if a mask
 * after the first (which may be the input's) has several.
 *
 * @param name - of the file, for messages
 * @throws DumError 'bad-input' for a text that is not JSON, has another format or a newer version, differs in a bit from what was written,
 * or does not contain valid subnetworks; the message has the file and the JSON path
 *
 * @example
 * subnetworksFromJson(await readFile('masks.json', 'utf8'), { name: 'masks.json' });
 */
export const subnetworksFromJson = (text: string, { name }: { readonly name: string }): Subnetwork[] => {
  const opened = openFile(text, { format, name });
  const { network, subnetworks } = checkDocument(name, schemaOf(opened.version), opened.document);
  return subnetworks.map(({ classOf, layers, readOut, normalization, dropped, ...rest }) => ({
    ...rest,
    classOf: classOf.map((taskClass) => taskClass ?? ignoredClass),
    masks: layersFromFile(network, layers),
    readOut: readOutFromFile(readOut),
    ...(normalization === undefined ? {} : { normalization: normalizationFromFile(normalization) }),
    ...(dropped === undefined ? {} : { dropped: droppedFromFile(dropped) }),
  }));
};
