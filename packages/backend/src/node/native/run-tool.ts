import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DumError, type DumErrorCode } from '@dum/errors';

const start = promisify(execFile);

/** One call of a program. */
export interface ToolCall {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-6).join('\n');

/** Runs a program to its end, or says what it was for, and its last words. */
export const runTool = async (call: ToolCall, purpose: string, code: DumErrorCode): Promise<void> => {
  try {
    await start(call.program, call.arguments, { cwd: call.folder, maxBuffer: 1 << 28 });
  } catch (cause) {
    const { stderr = '', message } = cause as Error & { stderr?: string };
    const advice = code === 'temporary' ? 'check the network and the configuration of the program, and run it again' : 'please report it';
    throw new DumError(code, `dum-native: ${call.program} could not ${purpose}; ${advice}. It said:\n${lastLines(stderr || message)}`, {
      cause,
    });
  }
};

/** Whether a program is there and runs. */
export const canRun = async (program: string, ...parameters: readonly string[]): Promise<boolean> =>
  start(program, parameters).then(
    () => true,
    () => false,
  );
