import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { environmentOf } from './environment.js';
import { runCommand } from './run-command.js';

/** A person's empty folder outside the workspace, with plain npm and the packages just published. */
export const newConsumer = (name: string) => {
  const folder = join(inject('workshop'), 'consumers', name);
  const env = { ...environmentOf(inject('registry'), inject('userConfig')), npm_config_cache: join(inject('workshop'), 'npm-cache') };
  const tsc = join(inject('repository'), 'node_modules/typescript/bin/tsc');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('package.json', `${JSON.stringify({ name: name.replaceAll('/', '-'), private: true, type: 'module' })}\n`);
  const run = (command: string, ...parameters: readonly string[]) => runCommand(command, parameters, { cwd: folder, env });

  return {
    folder,
    run,
    write,
    install: (...packages: readonly string[]) => run('npm', 'install', '--save-exact', ...packages),
    /** Copies programs of `programs/` into the folder. */
    take: (...programs: readonly string[]) => {
      for (const program of programs) cpSync(join(inject('repository'), '.ci/rehearsal/programs', program), join(folder, program));
    },
    /** Type-checks TypeScript files against the folder's packages, and compiles them beside themselves; `extra` goes to the compiler. */
    compile: (moduleResolution: 'nodenext' | 'bundler', file: string, ...extra: readonly string[]) => {
      const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext';
      const target = ['--target', 'es2022', '--lib', 'es2023,dom', '--module', module, '--moduleResolution', moduleResolution];
      const strictness = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];
      return run(process.execPath, tsc, ...target, ...strictness, ...extra, file);
    },
  };
};
