import { project } from '../../.ci/vitest/project.js';

export default project('image-network', { testTimeout: 300_000 });
