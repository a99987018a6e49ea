import '@tensorflow/tfjs-backend-cpu';
import { learnTwoTasks } from './two-tasks.js';

console.log(JSON.stringify(await learnTwoTasks()));
