import type { Schedule } from '../protocol/rpc/port.ts';

/** The real clock. */
export const schedule: Schedule = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};
