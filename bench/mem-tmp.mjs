import { imageFolder } from '@dum/datasets/node';
const d = await imageFolder('/tmp/pics/pictures');
const rss = () => Math.round(process.memoryUsage().rss / 2**20);
console.log('loaded', rss(), process.memoryUsage());
const t = performance.now();
const src = d.train.source;
for (let e = 0; e < 2; e++) {
let pend = [];
for (let s = 0; s < 100; s++) { const idx = Uint32Array.from({length: 64}, (_, i) => (s*64+i) % src.count); pend.push(src.rows(idx)); if (pend.length > 2) await pend.shift(); if (s % 25 == 0) console.log(s, rss(), Math.round(process.memoryUsage().external/2**20), Math.round(process.memoryUsage().arrayBuffers/2**20)); }
await Promise.all(pend);
}
console.log('max', process.resourceUsage().maxRSS/1024, performance.now() - t);
