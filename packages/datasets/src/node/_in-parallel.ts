/** How many files are open at once: enough that a core is never without one while JavaScript is busy with something else. */
const atOnce = 64;

/** Does some work for each of the numbers from 0 to below `count`, several at once; the first that fails ends it. */
export const inParallel = async (count: number, work: (at: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const go = async (): Promise<void> => {
    while (next < count) {
      const at = next;
      next += 1;
      try {
        await work(at);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, go));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};
