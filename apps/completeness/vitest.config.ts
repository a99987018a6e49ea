import { project } from '../../.ci/vitest/project.js';

export default project('completeness', { testTimeout: 300_000 });
