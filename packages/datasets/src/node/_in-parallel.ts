/** The number of files that are open at once, enough to keep all cores busy. */
const atOnce = 64;

/** Runs `work` for each number from 0 up to `count`, several at once; the first failure ends it. */
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
