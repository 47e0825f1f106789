import { ThreadWorker } from 'poolifier';
import burn from './task.mjs';

export default new ThreadWorker((seed) => burn(seed));
