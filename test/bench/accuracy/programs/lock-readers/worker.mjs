import { workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';
import { Mutex } from '../shared/mutex.mjs';
import { ReaderWriterLock } from '../shared/reader-writer-lock.mjs';

const { board, readersShare } = workerData;
const mutex = new Mutex(board);
const readerWriterLock = new ReaderWriterLock(board);

function underLock(writes, work) {
  if (!readersShare) {
    mutex.lock();
    const result = work();
    mutex.unlock();
    return result;
  }
  if (writes) readerWriterLock.lockWrite();
  else readerWriterLock.lockRead();
  const result = work();
  if (writes) readerWriterLock.unlockWrite();
  else readerWriterLock.unlockRead();
  return result;
}

export default function consult(number) {
  const question = grind(300, number);
  return underLock(number % 10 === 9, () => grind(900, question));
}
