import { Command } from 'commander';
import { defineAlphaPath } from './commands/alpha-path.js';
import { defineCompare } from './commands/compare.js';
import { defineData } from './commands/data.js';
import { defineDiscover } from './commands/discover.js';
import { defineDoctor } from './commands/doctor.js';
import { defineEvaluate } from './commands/evaluate.js';
import { defineEvidence } from './commands/evidence.js';
import { defineExport } from './commands/export.js';
import { defineExtract } from './commands/extract.js';
import { defineFrontier } from './commands/frontier.js';
import { defineImport } from './commands/import.js';
import { defineReport } from './commands/report.js';
import { defineStart } from './commands/start.js';
import { defineTrain } from './commands/train.js';
import { type Io, processIo } from './io.js';
import type { RunCommand } from './run-command.js';
import { commandLine } from './session/command-line.js';
import { watchSignals } from './session/interruption.js';
import { reportError } from './session/report-error.js';
import { openSession, type Session } from './session/session.js';
import { versions } from './versions.js';

/**
 * The `dum` command: runs a command line and returns the exit code.
 *
 * 0 done, 2 bad input, 3 finished but some results failed, 4 the disk failed, 75 try again, 130 and 143 stopped by SIGINT and
 * SIGTERM, 1 a defect. Results go to stdout, everything else to stderr. It never throws.
 *
 * @example
 * process.exitCode = await main(['doctor', '--json']);
 */
export const main = async (argv: readonly string[], io: Io = processIo()): Promise<number> => {
  const typed = commandLine(argv, io.env);
  const { signal, stop } = watchSignals(io);
  let exitCode = 0;
  let session: Session | undefined;
  const program = createProgram(io, async (name, options, work) => {
    session = openSession({ io, name, typed, signal, options });
    exitCode = await work(session);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const named = program.commands.some((command) => command.name() === argv[0]);
    return reportError(error, {
      io,
      who: named ? `dum ${argv[0]}` : 'dum',
      typed,
      kept: session?.kept ?? 'nothing was written',
      showStack: argv.includes('--verbose') || (io.env.DEBUG ?? '') !== '',
    });
  } finally {
    stop();
  }
};

const createProgram = ({ stdout, stderr }: Io, run: RunCommand): Command => {
  const program = new Command('dum')
    .description('Finds the units of a trained network that do a task: one command trains, searches and shows.')
    .version(versions()['@dum/cli']!, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show how a command is used')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
  for (const define of [
    defineStart,
    defineTrain,
    defineImport,
    defineDiscover,
    defineAlphaPath,
    defineEvaluate,
    defineEvidence,
    defineCompare,
    defineFrontier,
    defineReport,
    defineExtract,
    defineExport,
    defineData,
    defineDoctor,
  ])
    define(program, run);
  program.addHelpText(
    'after',
    '\nExamples:\n  dum start\n  dum discover --help\n\nExit codes: 0 done, 2 bad input, 3 some results failed, 4 disk failed, 130 and 143 stopped by a signal',
  );
  return program;
};
