import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import type { Controller } from '../app/controller.ts';
import { words } from '../app/words.ts';

interface StagesProps {
  readonly lesson: Lesson;
  readonly playhead: Playhead;
  readonly controller: Controller;
}

/** Passes as tabs, and under them the stages of the one that is shown. */
export function Stages({ lesson, playhead, controller }: StagesProps) {
  const stages = lesson.passes[playhead.pass]?.stages ?? [];
  return (
    <nav class="passes" aria-label={words.panel.passes}>
      <div class="tabs" role="tablist">
        {lesson.passes.map(({ id }, pass) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="tab"
            aria-selected={pass === playhead.pass}
            onClick={() => controller.showPass(pass)}
          >
            {words.passes[id]}
          </button>
        ))}
      </div>
      {stages.length > 1 && (
        <ol class="stages">
          {stages.map(({ id, planes }, stage) => (
            <li key={`${id}${stage}`}>
              <button
                type="button"
                class={`chip ${stage < playhead.stage ? 'done' : ''}`}
                aria-current={stage === playhead.stage ? 'step' : undefined}
                onClick={() => controller.showStage(stage)}
              >
                {id === 'gradient' ? planes[0]?.tensor : words.stages[id]}
              </button>
            </li>
          ))}
        </ol>
      )}
    </nav>
  );
}
