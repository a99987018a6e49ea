/** Gives every layer of a network, and of the networks within it, a name that no other has. */
export type UniqueName = (wanted: string, within: string) => string;

/** Starts with no name taken; one that is taken is put behind the name of its network. */
export const uniqueNames = (): UniqueName => {
  const taken = new Set<string>(Object.getOwnPropertyNames(Object.prototype));
  return (wanted, within) => {
    let name = taken.has(wanted) ? `${within}_${wanted}` : wanted;
    for (let count = 1; taken.has(name); count++) name = `${within}_${wanted}_${count}`;
    taken.add(name);
    return name;
  };
};
