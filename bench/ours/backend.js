// Whether a backend runs here, and if not, why.
import { openBackend, readSettings } from './process.js';

const reason = await openBackend(readSettings()).then(
  () => null,
  (error) => error.message,
);
console.log(JSON.stringify({ reason }));
