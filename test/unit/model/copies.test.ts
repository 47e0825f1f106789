import { expect, it } from 'vitest';
import { PostFlag } from '../../../src/trace/records.js';
import { buildTrace } from '../../build-trace.js';
import { profileOf } from './profile-of.js';

it('copies are summed by sender and receiver, most bytes first, without what is handed over', () => {
  const trace = buildTrace();
  const main = trace.thread(0).start(0).makes(1, 1).makes(2, 2).site(5, 'at send (/app/main.js:9:3)');
  const one = trace.thread(1).start(10);
  const two = trace.thread(2).start(10);
  main.at(100, 5).post(100, 1, 1000, 200).at(150, 5).post(150, 2, 40_000, 300).post(160, 2, 10_000, 100);
  main.post(170, 1, 9e6, 5, PostFlag.Transfers);
  one.receive(120, 130, 0);
  two.receive(180, 190, 0).receive(191, 195, 0);
  main.end(9000);
  const { copies, sites } = profileOf(trace, 9000);
  expect(copies?.map(({ site, ...rest }) => ({ ...rest, at: sites[site]?.frames[0]?.line }))).toEqual([
    { from: 0, to: 2, messages: 2, bytes: 50_000, cloneNs: 400, at: 9 },
    { from: 0, to: 1, messages: 1, bytes: 1000, cloneNs: 200, at: 9 },
  ]);
});
