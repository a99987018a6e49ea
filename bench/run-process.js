import { spawn } from 'node:child_process';

/** Runs a program to its end; its standard output. A failed one throws what it said. */
export const runProcess = (program, args, { cwd, env, quiet = true } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', quiet ? 'pipe' : 'inherit'] });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args[0]} ended with ${signal ?? code}:\n${errors.trim().split('\n').slice(-15).join('\n')}`));
    });
  });

/** Runs a program that tells its result as JSON on its last line. */
export const runForResult = async (program, args, options) =>
  JSON.parse((await runProcess(program, args, options)).trim().split('\n').at(-1));
