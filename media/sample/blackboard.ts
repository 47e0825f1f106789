import { Mutex } from './mutex.ts';
import { TOPICS, scorePlan, type Plan } from './plan.ts';

const MUTEX_BYTES = 8;

/** How much support each topic has found so far: shared by all agents, in every thread. */
export class Blackboard {
  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(MUTEX_BYTES + TOPICS * Int32Array.BYTES_PER_ELEMENT);
  }

  private readonly mutex: Mutex;
  private readonly support: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.mutex = new Mutex(memory, 0);
    this.support = new Int32Array(memory, MUTEX_BYTES);
  }

  /** Adds what a plan says for each topic, and returns the topic it supports most. */
  post(plan: Plan): number {
    this.mutex.lock();
    const scores = scorePlan(plan);
    for (let topic = 0; topic < TOPICS; topic++) this.support[topic] += scores[topic];
    this.mutex.unlock();
    return scores.indexOf(Math.max(...scores));
  }
}
