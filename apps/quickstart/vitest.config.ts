import { project } from '../../.ci/vitest/project.js';

export default project('quickstart', { testTimeout: 300_000 });
