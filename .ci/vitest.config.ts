import { project } from './vitest/project.js';

export default project('workspace', { include: ['*/*.test.ts'] });
