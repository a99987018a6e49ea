#!/usr/bin/env node
import { main } from '../dist/index.js';

// a reader that has seen enough, such as head, is no error
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
