import { project } from '../../.ci/vitest/project.js';

export default project('datasets', { isolate: true });
