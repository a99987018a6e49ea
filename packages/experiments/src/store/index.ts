export { loadNetwork, saveNetwork } from './networks.js';
export { loadSubnetworks, type LoadSubnetworksOptions, saveSubnetworks } from './subnetworks.js';
export { type KeptTraining, loadTrainingState, saveTrainingState } from './training-states.js';
