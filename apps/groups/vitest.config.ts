import { project } from '../../.ci/vitest/project.js';

export default project('groups', { testTimeout: 300_000 });
