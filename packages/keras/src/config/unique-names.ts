/** Gives every layer of a network and of its nested networks a unique name. */
export type UniqueName = (wanted: string, within: string) => string;

/** A new namer. A name that is taken already gets the name of its network as a prefix. */
export const uniqueNames = (): UniqueName => {
  const taken = new Set<string>(Object.getOwnPropertyNames(Object.prototype));
  return (wanted, within) => {
    let name = taken.has(wanted) ? `${within}_${wanted}` : wanted;
    for (let count = 1; taken.has(name); count++) name = `${within}_${wanted}_${count}`;
    taken.add(name);
    return name;
  };
};
