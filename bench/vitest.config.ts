import { project } from '../.ci/vitest/project.js';

export default project('bench', { include: ['test/**/*.test.js'] });
