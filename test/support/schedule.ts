import type { Schedule } from '../../src/protocol/rpc/port.ts';

/** A clock that only moves when told to. */
export function manualSchedule(): { schedule: Schedule; advance: (milliseconds: number) => void } {
  let now = 0;
  const tasks = new Set<{ readonly due: number; readonly run: () => void }>();
  return {
    schedule(milliseconds, run) {
      const task = { due: now + milliseconds, run };
      tasks.add(task);
      return { dispose: () => void tasks.delete(task) };
    },
    advance(milliseconds) {
      now += milliseconds;
      const due = [...tasks].filter((task) => task.due <= now).sort((a, b) => a.due - b.due);
      for (const task of due) {
        if (tasks.delete(task)) task.run();
      }
    },
  };
}
