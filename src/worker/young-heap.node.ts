import { getHeapSpaceStatistics } from 'node:v8';

/** Bytes in use of the part of this thread's heap where objects are made. */
export function youngHeap(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_used_size ?? 0;
}
