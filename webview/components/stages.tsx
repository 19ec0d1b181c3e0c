import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import { stageName } from '../../src/scene/layer/stage-name.ts';
import { absentTabs, tabOf, tabsOf, tabTitle } from '../../src/scene/layer/tabs.ts';
import type { Controller } from '../app/controller.ts';
import type { FieldPlace } from '../../src/protocol/panel.ts';
import { words } from '../app/words.ts';
import { Tabs, type Tab } from './tabs.tsx';

/** The element that shows what the selected tab names. */
export const tabContent = 'tab-content';
const fieldTab = 'field';

/** The tab of what is shown. */
export const shownTab = (lesson: Lesson, { pass }: Playhead, field: FieldPlace | null): string => {
  const shown = lesson.passes[pass];
  return field ? fieldTab : shown ? tabOf(shown.id) : '';
};

interface StagesProps {
  readonly lesson: Lesson;
  readonly playhead: Playhead;
  readonly controller: Controller;
  /** The output cell in the middle, where the layer has a receptive field to show. */
  readonly cell: FieldPlace | null;
  readonly field: FieldPlace | null;
}

/** Tabs; under them the ways to do what a tab shows, and the stages of the pass that is shown. */
export function Stages({ lesson, playhead, controller, cell, field }: StagesProps) {
  const pass = lesson.passes[playhead.pass];
  const stages = pass?.stages ?? [];
  const groups = tabsOf(lesson);
  const current = pass && groups.find(({ id }) => id === tabOf(pass.id));
  const tabs = groups.map(({ id, ways }): Tab => ({
    id,
    title: tabTitle(lesson, id, words),
    selected: id === current?.id && field === null,
    select: () => {
      controller.cells.showField(null);
      controller.player.showPass(ways[0]?.pass ?? 0);
    },
  }));
  if (cell)
    tabs.push({
      id: fieldTab,
      title: words.lesson.fieldTab,
      selected: field !== null,
      select: () => controller.cells.showField(cell),
    });
  return (
    <nav class="passes" aria-label={words.panel.passes}>
      <Tabs
        tabs={tabs}
        controls={tabContent}
        absent={absentTabs(lesson).map(({ id, reason }) => ({
          id,
          title: tabTitle(lesson, id, words),
          reason: words.lesson.absent[reason],
        }))}
      />
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
