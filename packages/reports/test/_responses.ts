import type { ResponsesInput } from '@dum/reports';

/** What units of tasks respond to, in samples of a shape; of the first layer one unit is constant. */
export const responsesOf = (tasks: readonly string[], sampleShape: readonly number[] = [4, 4, 3]): ResponsesInput => {
  const size = sampleShape.reduce((product, axis) => product * axis, 1);
  const unit = (place: number, peak: number) => ({
    unit: 3 * place,
    selectivity: 2 / (1 + place),
    meanByClass: [...tasks, 'another'].map((_, label) => (label === tasks.length ? null : label === peak ? 2 : 0.25 * (label - 1))),
    strongest: {
      samples: [4, 2, 9],
      meanActivation: 2.5,
      meanSample: Array.from({ length: size }, (_, at) => (at % (1 + place)) / (1 + place)),
    },
  });
  return {
    split: 'validation',
    classNames: [...tasks, 'another'],
    sampleShape,
    range: [0, 1],
    responses: tasks.map((task, at) => ({
      task,
      classNames: ['rest', task],
      classOf: [...tasks, 'another'].map((_, label) => (label === at ? 1 : 0)),
      layers: [
        { layer: 'dense_10', keptUnits: 3, units: [unit(0, at), unit(1, at), unit(2, (at + 1) % tasks.length)] },
        {
          layer: 'dense_<30>',
          keptUnits: 20,
          units: [
            ...Array.from({ length: 11 }, (_, place) => unit(place, (at + 1) % tasks.length)),
            { unit: 29, selectivity: 0, meanByClass: [...tasks.map(() => 1), null], strongest: null },
          ],
        },
      ],
    })),
  };
};
