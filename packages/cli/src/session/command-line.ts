import type { Io } from '../io.js';

/** How this run called `dum`: through pnpm when a script or `exec` of pnpm started it, because `dum` may then not be on the path. */
export const callOf = ({
  npm_config_user_agent: agent = '',
  npm_lifecycle_event: script = 'npx',
  PNPM_PACKAGE_NAME: executedIn,
}: Io['env']): string => {
  const version = /^pnpm\/(\d[\w.-]*)/.exec(agent)?.[1];
  return version === undefined || (script === 'npx' && executedIn === undefined) ? 'dum' : `npx -y pnpm@${version} exec dum`;
};

/** A command line that can be typed into a shell. */
export const commandLine = (argv: readonly string[], env: Io['env']): string => [callOf(env), ...argv.map(quote)].join(' ');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
