import { useEffect } from 'preact/hooks';
import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { checkHint } from '../../src/scene/layer/check-hint.ts';
import { plainNumber } from '../../src/scene/numbers.ts';
import type { Controller } from '../app/controller.ts';
import type { AppState, Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { useStep } from './use-store.ts';

/** Differences below this are rounding. */
const tolerance = 1e-6;

interface CheckProps {
  readonly state: AppState;
  readonly store: Store;
  readonly lesson: Lesson;
  readonly controller: Controller;
}

/** A gradient beside its finite difference: of the cell under the pointer, else of the one that is stepped to. */
export function GradientCheck({ state, store, lesson, controller }: CheckProps) {
  const { pass, stage: place, step, entry } = useStep(store, Infinity);
  const stage = lesson.passes[pass]?.stages[place];
  const stands = !state.playing && entry === 1;
  useEffect(() => controller.cells.checkAnew(), [controller, lesson]);
  useEffect(() => {
    if (stage && stands) controller.cells.checkStep(stage, step);
  }, [controller, stage, step, stands]);
  const { checked } = state;
  if (!checked) return <p class="check">{checkHint(lesson, words)}</p>;
  const { name, analytic, numeric } = checked;
  const agrees = Math.abs(analytic - numeric) <= tolerance * Math.max(1, Math.abs(analytic));
  return (
    <p class={`check ${agrees ? 'agrees' : 'differs'}`} role="status">
      <span aria-hidden="true">{agrees ? '✓' : '≠'}</span>{' '}
      {words.lesson.checkedCell(name, plainNumber(analytic), plainNumber(numeric))}
      {!agrees && ` ${words.lesson.notSmooth}`}
    </p>
  );
}
