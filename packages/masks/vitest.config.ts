import { project } from '../../.ci/vitest/project.js';

export default project('masks', { setupFiles: ['test/_cpu.ts'] });
