import workerpool from 'workerpool';
import burn from './task.mjs';

workerpool.worker({ burn });
