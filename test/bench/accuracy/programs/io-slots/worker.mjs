import { workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';

export default async function ask(number) {
  const response = await fetch(`${workerData.url}/${number}`);
  const length = (await response.text()).length;
  return grind(700, number + length);
}
