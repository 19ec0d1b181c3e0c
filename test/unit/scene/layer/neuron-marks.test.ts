import { expect, test } from 'vitest';
import { hitAt } from '../../../../src/scene/hit-test.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { stepAtCell } from '../../../../src/scene/layer/step-at-cell.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 1, 4, 4],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes: evenAxes([4, 4], { kernel: 3 }),
});
const pass = lesson.passes.findIndex(({ id }) => id === 'sharing');
const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'neurons') ?? -1;
const stage = lesson.passes[pass]?.stages[place];

test.each([
  [320, 520],
  [760, 420],
])('at %d×%d each of 36 connections is pointed at as the weight that it shares', (width, height) => {
  const motion = stage?.motion;
  if (!stage || motion?.kind !== 'neurons') throw new Error('There are no neurons.');
  const { hits } = layerScene(lesson, standing(pass, place, 0), { width, height, words: english });
  const lines = hits.flatMap((area) => area.lines ?? []);
  expect(lines).toHaveLength(36);
  lines.forEach(({ from, to }, connection) => {
    // Close to the output the lines are fanned out: half-way, others cross.
    const [x, y] = [0, 1].map((axis) => (from[axis] ?? 0) * 0.9 + (to[axis] ?? 0) * 0.1);
    const hit = hitAt(hits, x ?? 0, y ?? 0);
    expect(hit?.id).toBe('plane:0');
    expect(hit && stepAtCell(stage, 0, hit.row, hit.column), `connection ${connection}`).toBe(
      motion.connections[3 * connection + 2],
    );
  });
});

test('between connections, and beside them, nothing is pointed at; above the kernel its cells are', () => {
  const { hits } = layerScene(lesson, standing(pass, place, 0), { width: 760, height: 420, words: english });
  const [kernel, neurons] = hits;
  if (!kernel || !neurons) throw new Error('Nothing can be pointed at.');
  expect(hitAt(hits, neurons.x + 1, neurons.y + 1)).toBeNull();
  expect(hitAt(hits, kernel.x + kernel.width / 2, kernel.y + kernel.height - 1)).toEqual({
    id: 'plane:0',
    row: 2,
    column: 1,
  });
});

test('320×520: neurons stand right below the kernel, and their names right above them', () => {
  const { hits, marks } = layerScene(lesson, standing(pass, place, 0), {
    width: 320,
    height: 520,
    words: english,
  });
  const [kernel, neurons] = hits;
  const names = marks.flatMap((mark) =>
    mark.kind === 'text' && / · \d+ cells$/.test(mark.text) ? [mark.y] : [],
  );
  const nodes = marks.flatMap((mark) =>
    mark.kind === 'rect' && mark.radius === mark.width / 2 ? [mark.y] : [],
  );
  if (!kernel || !neurons) throw new Error('Nothing can be pointed at.');
  expect(neurons.y - (kernel.y + kernel.height)).toBeLessThan(48);
  expect(new Set(names).size).toBe(1);
  expect(Math.min(...nodes) - (names[0] ?? 0)).toBeLessThan(20);
});
