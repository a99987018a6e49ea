/** A name that Keras takes: the slash stands between a layer and its weights there. */
export const validName = (name: string): string => name.replaceAll('/', '_');
