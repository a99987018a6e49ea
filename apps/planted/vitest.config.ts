import { project } from '../../.ci/vitest/project.js';

export default project('planted', { testTimeout: 300_000 });
