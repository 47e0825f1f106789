import { label } from './label.mts';

export default {
  worker: './turn.mts',
  agents: 4,
  rounds: 2,
  input: (agent: number): string => `${label}${agent}`,
  options: { minThreads: 2, maxThreads: 2 },
  teardown: (): void => console.log(label),
};
