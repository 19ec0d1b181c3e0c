import { useMemo, useState } from 'preact/hooks';
import type { FixView } from '../../src/protocol/panel.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import { misfitScene } from '../../src/scene/misfit/misfit-scene.ts';
import type { ProblemView, Windows } from '../../src/scene/network/view.ts';
import type { Controller } from '../app/controller.ts';
import { lessonOf, problemsOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { PictureView } from './picture.tsx';

interface WrongProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
}

/** The layer's problems: what they say, and on demand the windows that do not fit, and what each fix would make of them. */
export function WhatIsWrong({ state, store, controller }: WrongProps) {
  if (state.view !== 'layer') return null;
  const problems = problemsOf(state);
  if (problems.length === 0) return null;
  return (
    <ul class="problems">
      {problems.map(({ problem, index }) => (
        <Problem
          key={`${state.layer ?? ''} ${index}`}
          problem={problem}
          index={index}
          state={state}
          store={store}
          controller={controller}
        />
      ))}
      {state.fixRefused && (
        <li class="refused" role="alert">
          {words.panel.fixRefused}
        </li>
      )}
    </ul>
  );
}

/** As the network marks them. */
const signs = { error: '×', warning: '!', info: 'i' } as const;

interface ProblemProps extends WrongProps {
  readonly problem: ProblemView;
  readonly index: number;
}

function Problem({ problem, index, state, store, controller }: ProblemProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  // Where there is nothing else to see, it is open from the start.
  const open = chosen ?? (state.lesson.kind === 'none' && lessonOf(state) === null);
  const role = problem.severity === 'error' ? 'error' : problem.severity === 'warning' ? 'warning' : 'info';
  const fixes = state.fixes.get(index) ?? [];
  const { windows } = problem;
  return (
    <li class={`problem problem-${role} ${open ? 'open' : ''}`}>
      <span class="sign" aria-hidden="true">
        {signs[role]}
      </span>
      <span class="problem-text">{problem.message}</span>
      {(windows !== null || fixes.length > 0) && (
        <button type="button" class="button" aria-expanded={open} onClick={() => setChosen(!open)}>
          {open ? '▾' : '▸'} {words.lesson.whatIsWrong}
          {fixes.length > 0 && ` · ${words.lesson.fixes(fixes.length)}`}
        </button>
      )}
      {open && windows && <Strip windows={windows} store={store} />}
      {open && fixes.length > 0 && (
        <ul class="fixes">
          {fixes.map((fix, place) => (
            <li key={fix.title}>
              <button type="button" class="button" onClick={() => controller.applyFix(index, place)}>
                {fix.title}
              </button>
              <FixedStrip fix={fix} windows={windows} store={store} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const still = { x: 0, y: 0, zoom: 1 };

/** The windows at the end of an axis, as a picture. */
function Strip({ windows, store }: { readonly windows: Windows; readonly store: Store }) {
  const picture = useMemo(
    () => ({
      scene: (width: number): Scene => misfitScene(windows, width, words),
      camera: () => still,
      tick: () => false,
    }),
    [windows],
  );
  return (
    <div class="strip">
      <PictureView
        store={store}
        label={misfitScene(windows, 800, words).description.join(' ')}
        picture={picture}
      />
    </div>
  );
}

interface FixedProps {
  readonly fix: FixView;
  readonly windows: Windows | null;
  readonly store: Store;
}

/** The same axis after a fix; nothing where the fix is of another kind. */
function FixedStrip({ fix, windows, store }: FixedProps) {
  const geometry = fix.axes[windows?.axes[0] ?? 0];
  const fixed = useMemo(() => geometry && windows && { ...windows, axes: [], geometry }, [geometry, windows]);
  return fixed ? <Strip windows={fixed} store={store} /> : null;
}
