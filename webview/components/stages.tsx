import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import { stageName } from '../../src/scene/layer/stage-name.ts';
import { tabOf, tabsOf } from '../../src/scene/layer/tabs.ts';
import type { Controller } from '../app/controller.ts';
import type { FieldCell } from '../app/state.ts';
import { words } from '../app/words.ts';
import { useScrolledRow } from './use-scrolled-row.ts';

interface StagesProps {
  readonly lesson: Lesson;
  readonly playhead: Playhead;
  readonly controller: Controller;
  /** The output cell in the middle, where the layer has a receptive field to show. */
  readonly cell: FieldCell | null;
  readonly field: FieldCell | null;
}

/** Tabs; under them the ways to do what a tab shows, and the stages of the pass that is shown. */
export function Stages({ lesson, playhead, controller, cell, field }: StagesProps) {
  const pass = lesson.passes[playhead.pass];
  const stages = pass?.stages ?? [];
  const tabs = tabsOf(lesson);
  const current = pass && tabs.find(({ id }) => id === tabOf(pass.id));
  const row = useScrolledRow(field ? 'field' : current?.id);
  return (
    <nav class="passes" aria-label={words.panel.passes}>
      <div class="tabs" role="tablist" ref={row}>
        {tabs.map(({ id, ways }) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="tab"
            aria-selected={id === current?.id && field === null}
            onClick={() => {
              controller.cells.showField(null);
              controller.player.showPass(ways[0]?.pass ?? 0);
            }}
          >
            {words.lesson.tabs[id]}
          </button>
        ))}
        {cell && (
          <button
            type="button"
            role="tab"
            class="tab"
            aria-selected={field !== null}
            onClick={() => controller.cells.showField(cell)}
          >
            {words.lesson.fieldTab}
          </button>
        )}
      </div>
      <div class="steps" hidden={field !== null}>
        {current && current.ways.length > 1 && (
          <div class="ways" role="group" aria-label={words.lesson.ways}>
            {current.ways.map((way) => (
              <button
                key={way.id}
                type="button"
                class="way"
                aria-pressed={way.pass === playhead.pass}
                onClick={() => controller.player.showPass(way.pass)}
              >
                {way.id === 'forward' ? words.lesson.byFormula : words.lesson.way[way.id]}
              </button>
            ))}
          </div>
        )}
        {stages.length > 1 && (
          <ol class="stages">
            {stages.map((stage, place) => (
              <li key={`${stage.id}${place}`}>
                <button
                  type="button"
                  class={`chip ${place < playhead.stage ? 'done' : ''}`}
                  aria-current={place === playhead.stage ? 'step' : undefined}
                  onClick={() => controller.player.showStage(place)}
                >
                  {stageName(stage, words)}
                </button>
              </li>
            ))}
          </ol>
        )}
      </div>
    </nav>
  );
}
