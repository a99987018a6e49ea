import { project } from '../../.ci/vitest/project.js';

export default project('compression', { testTimeout: 300_000 });
