/** Web Locks (navigator.locks, Node 24 and later): asked for, granted, released, with the caller's site. */
import { RecordType } from '../../trace/records.js';
import { asyncLockId } from './async-locks.js';
import { now } from './clock.js';
import { replaceProperty } from './natives.js';
import { emit, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';

type Callback = (lock: unknown) => unknown;
type Request = (name: string, ...rest: unknown[]) => Promise<unknown>;

let requests = 0;

export function installWebLocks(): void {
  // The class itself is no global; reading navigator.locks makes the manager, which is cheap.
  const manager = (globalThis as { navigator?: { locks?: object } }).navigator?.locks;
  if (manager === undefined) return;
  replaceProperty<Request>(Object.getPrototypeOf(manager) as object, 'request', (native) => {
    const { request } = {
      request(this: unknown, name: string, ...rest: unknown[]): Promise<unknown> {
        const callback = rest.at(-1);
        if (!isRecording() || typeof callback !== 'function')
          return Reflect.apply(native, this, [name, ...rest]) as Promise<unknown>;
        const id = asyncLockId('web-lock', String(name), 'process', 0);
        const number = ++requests;
        const beginNs = now();
        const site = wantsSite(number) ? takeSite() : 0;
        emitAt(site, beginNs);
        emit(RecordType.AsyncRequest, 0, 0, beginNs, id, number);
        const recorded: Callback = async (lock) => {
          emit(RecordType.AsyncGrant, 0, 0, now(), id, number);
          try {
            return await (callback as Callback)(lock);
          } finally {
            emit(RecordType.AsyncRelease, 0, 0, now(), id, number);
          }
        };
        return Reflect.apply(native, this, [name, ...rest.slice(0, -1), recorded]) as Promise<unknown>;
      },
    };
    return request;
  });
}
