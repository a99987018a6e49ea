// Preloaded into a process: its peak memory, in MB, goes into the file that DUM_BENCH_PEAK names when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.DUM_BENCH_PEAK, `${process.resourceUsage().maxRSS / 1024}`));
