// writes artefacts of all keys that it is given, again and again, until it is stopped or has done so 40 times
import { openFolderStore } from '@dum/runs/node';

const [folder, me, ...keys] = process.argv.slice(2);
const store = await openFolderStore(folder);
const outcomes = {};
for (let round = 0; round < 40; round++) {
  for (const key of keys) {
    const outcome = await store.putIfAbsent(`${key}-${round}`, new Uint8Array(20_000).fill(Number(me)));
    outcomes[`${key}-${round}`] = outcome;
    const kept = await store.get(`${key}-${round}`);
    if (kept === undefined || kept.length !== 20_000 || kept.some((byte) => byte !== kept[0])) throw new Error(`${key}-${round} is torn`);
  }
}
console.log(JSON.stringify(outcomes));
