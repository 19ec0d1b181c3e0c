/**
 * @typedef {{ name: string, ph: string, ts: number, dur?: number, pid: number, tid: number,
 *   args: { data?: { url?: string, frame?: string }, beginData?: { frame?: string } } }} TraceEvent times in microseconds
 * @typedef {{ frames: number[], longestTask: number }} FrameTimes milliseconds: script and layout of each frame that
 *   drew the panel, and the longest task in which the panel's script ran
 */

const scripts = new Set([
  'FireAnimationFrame',
  'FunctionCall',
  'EventDispatch',
  'TimerFire',
  'RunMicrotasks',
]);
const layouts = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize']);

/**
 * Script and layout of the panel's frames, from a performance trace: frame rates mean nothing without a GPU.
 *
 * @param {Buffer} trace
 * @param {RegExp} script the panel's bundle
 * @returns {FrameTimes}
 */
export function frameTimes(trace, script) {
  const { traceEvents } = /** @type {{ traceEvents: TraceEvent[] }} */ (JSON.parse(trace.toString('utf8')));
  const complete = traceEvents
    .filter(({ ph, dur }) => ph === 'X' && dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const ours = complete.filter(
    ({ name, args }) => name === 'FunctionCall' && script.test(args.data?.url ?? ''),
  );
  const [first] = ours;
  if (first === undefined) throw new Error('The panel did nothing in this trace.');
  const { pid, tid } = first;
  const thread = complete.filter((event) => event.pid === pid && event.tid === tid);
  const tasks = thread.filter(({ name }) => name === 'RunTask').map((task) => taskOf(task, thread, ours));
  // Scripts between two frames count for the frame that they lead to.
  const frames = [];
  let waiting = 0;
  for (const { cost, isFrame } of tasks) {
    waiting += cost;
    if (!isFrame) continue;
    frames.push(waiting);
    waiting = 0;
  }
  return {
    frames,
    longestTask: Math.max(...tasks.filter(({ isOurs }) => isOurs).map(({ length }) => length)),
  };
}

/**
 * @param {TraceEvent} task
 * @param {readonly TraceEvent[]} thread
 * @param {readonly TraceEvent[]} ours
 */
function taskOf(task, thread, ours) {
  const inside = within(thread, task);
  const isOurs = within(ours, task).length > 0;
  const isFrame = isOurs && inside.some(({ name }) => name === 'FireAnimationFrame');
  let cost = 0;
  let end = 0;
  for (const { name, ts, dur = 0 } of inside) {
    const counts = isFrame ? scripts.has(name) || layouts.has(name) : isOurs && scripts.has(name);
    // What runs inside of what was counted was counted with it.
    if (!counts || ts < end) continue;
    cost += dur / 1000;
    end = ts + dur;
  }
  return { cost, isFrame, isOurs, length: (task.dur ?? 0) / 1000 };
}

/**
 * @param {readonly TraceEvent[]} events in the order of their beginning
 * @param {TraceEvent} span
 */
function within(events, { ts, dur = 0 }) {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.ts ?? 0) < ts) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let place = low; place < events.length; place++) {
    const event = events[place];
    if (event === undefined || event.ts >= ts + dur) break;
    if (event.name !== 'RunTask') found.push(event);
  }
  return found;
}
