import { project } from '../../.ci/vitest/project.js';

export default project('keras');
