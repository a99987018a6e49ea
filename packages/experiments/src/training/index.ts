export { type BeforeAndAfter, type FineTuning, fineTuneNetwork } from './fine-tune-network.js';
export type { Teacher } from './teacher.js';
export { trainNetwork, type TrainingData } from './train-network.js';
export type { TrainingOptions, TrainingProgress } from './training-options.js';
export type { TrainingRecord } from './training-record.js';
export type { TrainingState } from './training-state.js';
