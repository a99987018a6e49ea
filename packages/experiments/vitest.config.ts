import { project } from '../../.ci/vitest/project.js';

export default project('experiments', { setupFiles: ['test/_cpu.ts'] });
