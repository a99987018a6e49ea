export { loadNetwork, saveNetwork } from './networks.js';
export { loadSubnetworks, type LoadSubnetworksOptions, saveSubnetworks } from './subnetworks.js';
export { writeJson } from './json.js';
export { writeFiles } from './write-files.js';
export { type KeptTraining, loadTrainingState, saveTrainingState } from './training-states.js';
