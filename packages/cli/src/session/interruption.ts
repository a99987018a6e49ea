import type { Io, StopSignal } from '../io.js';

/** Exit codes of runs that a signal stopped. */
export const signalExitCodes: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** The error of a run that a signal stopped. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly stopSignal: StopSignal) {
    super(`stopped by ${stopSignal}`);
  }
}

/** The first stop signal aborts, so that the run ends at its next step; the second ends the process at once. */
export const watchSignals = (io: Io): { readonly signal: AbortSignal; readonly stop: () => void } => {
  const controller = new AbortController();
  const stop = io.onSignal((stopSignal) => {
    if (controller.signal.aborted) io.exit(signalExitCodes[stopSignal]);
    else controller.abort(new Interruption(stopSignal));
  });
  return { signal: controller.signal, stop };
};
