// From runs to the figures: medians over rounds, and ratios of medians.

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The seconds of a run for all the digits it stands for. */
export const secondsFor = ({ seconds, settings: { standsFor, digits } }) =>
  standsFor === undefined ? seconds : (seconds * standsFor) / digits.length;

/** A figure, or the reason why there is none. */
export const createFigures = (runs, skipped) => {
  const reasons = {};
  const named = (name) => runs.filter((run) => run.name === name);
  const why = (name) => skipped[name] ?? 'not run';

  const measured = (name, value = secondsFor) => {
    const found = named(name).filter((run) => value(run) !== null);
    if (found.length === 0) throw new Error(`${name}: ${named(name).length > 0 ? 'it did not get there' : why(name)}`);
    return median(found.map(value));
  };
  /** The least of the medians of the batch sizes that got there in every round. */
  const bestTraining = (side) => {
    const names = [...new Set(runs.map(({ name }) => name))].filter((name) => name.startsWith(`${side} network`));
    const reached = names.filter((name) => named(name).every(({ seconds }) => seconds !== null));
    if (reached.length === 0)
      throw new Error(`${side} network: ${names.length > 0 ? 'it did not get there' : why(`${side} network, batch 128`)}`);
    return Math.min(...reached.map((name) => measured(name)));
  };
  const either = (...tries) => {
    let first;
    for (const attempt of tries) {
      try {
        return attempt();
      } catch (error) {
        first ??= error;
      }
    }
    throw first;
  };
  const tenOverOne = (backend) => measured(`ours ${backend}`) / measured(`ours ${backend}, one task`);

  const formulas = {
    tenDigitsKerasOverTensorflow: () => measured('keras recipe') / measured('ours tensorflow'),
    tenDigitsKerasOverWasm: () => measured('keras recipe') / measured('ours wasm'),
    tenDigitsTorchOverTensorflow: () => measured('torch recipe') / measured('ours tensorflow'),
    bestKerasOverTensorflow: () => measured('keras best') / measured('ours tensorflow'),
    bestKerasOverWasm: () => measured('keras best') / measured('ours wasm'),
    networkOverKerasTensorflow: () => bestTraining('ours tensorflow') / bestTraining('keras'),
    networkOverKerasWasm: () => bestTraining('ours wasm') / bestTraining('keras'),
    fitOverKerasTensorflow: () => measured('ours tensorflow fit') / measured('keras fit'),
    fitOverKerasWasm: () => measured('ours wasm fit') / measured('keras fit'),
    tenOverOneTask: () =>
      either(
        () => Math.max(tenOverOne('wasm'), tenOverOne('tensorflow')),
        () => tenOverOne('wasm'),
        () => tenOverOne('tensorflow'),
      ),
    peakMemoryMB: () => {
      const ours = ['ours wasm', 'ours tensorflow'].flatMap(named);
      if (ours.length === 0) throw new Error(`ours wasm: ${why('ours wasm')}`);
      return Math.max(...ours.map(({ peakMemoryMB }) => peakMemoryMB));
    },
    maskedConvStepTensorflowOverTorch: () => measured('ours tensorflow masked conv step') / measured('torch masked conv step'),
    maskedConvStepWasmOverTorch: () => measured('ours wasm masked conv step') / measured('torch masked conv step'),
    convStepWasmOverCpu: () => measured('ours wasm conv step') / measured('ours cpu conv step'),
  };
  const figures = {};
  for (const [name, formula] of Object.entries(formulas)) {
    try {
      figures[name] = formula();
    } catch (error) {
      figures[name] = null;
      reasons[name] = error.message;
    }
  }
  return { figures, reasons };
};
