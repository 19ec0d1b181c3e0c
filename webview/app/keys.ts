import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { editableIn } from '../../src/protocol/panel.ts';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import { tabsOf } from '../../src/scene/layer/tabs.ts';
import type { Controller } from './controller.ts';
import { middleCell } from './middle-cell.ts';
import { lessonOf, type AppState } from './state.ts';

/** Does what a key means anywhere in the panel, as `?` lists it; true where the key was ours. */
export function pressKey(event: KeyboardEvent, state: AppState, controller: Controller): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || isKept(event)) return false;
  if (event.key === '?') {
    controller.toggleHelp();
    return true;
  }
  // The list of keys has the keyboard to itself, and closes by Escape.
  if (state.help) return false;
  if (event.key === 'p' && state.content?.state === 'network' && state.content.hasText) {
    controller.pin(!state.pinned);
    return true;
  }
  if (event.key === 'Escape') {
    if (state.view === 'network') return false;
    controller.places.showNetwork();
    return true;
  }
  const lesson = lessonOf(state);
  if (state.view === 'network' || !lesson) return false;
  if (/^[1-9]$/.test(event.key)) return openTab(Number(event.key) - 1, lesson, state, controller);
  // What steps through a lesson has nothing to step through beside it.
  return state.field === null && pressInLesson(event, lesson, state, controller);
}

/** Whether an element keeps a key to itself: a field all that is typed, a slider and a switch what moves them. */
function isKept({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return /^(Arrow|Page|Home$|End$)/.test(key);
    return target.type !== 'checkbox' || key === ' ';
  }
  if (target instanceof HTMLButtonElement) return key === ' ' || key === 'Enter';
  return target instanceof HTMLSelectElement;
}

/** The receptive field is the last of the tabs. */
function openTab(place: number, lesson: Lesson, state: AppState, controller: Controller): boolean {
  const tabs = tabsOf(lesson);
  const way = tabs[place]?.ways[0];
  const cell = place === tabs.length ? middleCell(state) : null;
  if (!way && !cell) return false;
  controller.cells.showField(cell);
  if (way) controller.player.showPass(way.pass);
  return true;
}

function pressInLesson(
  event: KeyboardEvent,
  lesson: Lesson,
  state: AppState,
  controller: Controller,
): boolean {
  const { pass, stage } = state.playhead;
  const stages = lesson.passes[pass]?.stages.length ?? 1;
  switch (event.key) {
    case ' ':
      controller.player.play();
      return true;
    case 'ArrowRight':
      if (event.shiftKey) controller.player.showStage(Math.min(stages - 1, stage + 1));
      else controller.player.step(1);
      return true;
    case 'ArrowLeft':
      if (event.shiftKey) controller.player.showStage(Math.max(0, stage - 1));
      else controller.player.step(-1);
      return true;
    case 'Home':
      controller.player.scrub(0);
      return true;
    case 'End':
      controller.player.scrub(Number.MAX_SAFE_INTEGER);
      return true;
    case 'c':
      // The example belongs to no layer that could be checked.
      if (state.view !== 'layer') return false;
      controller.cells.toggleChecks();
      return true;
    case 'e':
      return editFirst(lesson, state, controller);
    case '+':
    case '-':
      controller.player.setSpeed(event.key === '+' ? 1 : -1);
      return true;
    default:
      return false;
  }
}

/** Begins to write over the first cell on screen that may be: by keyboard one goes on from there. */
function editFirst(lesson: Lesson, { playhead }: AppState, controller: Controller): boolean {
  const planes = lesson.passes[playhead.pass]?.stages[playhead.stage]?.planes ?? [];
  for (const [plane, shown] of planes.entries()) {
    if (!editableIn(lesson.operation).some((name) => name === shown.tensor)) continue;
    const row = shown.rows.kinds.indexOf('data');
    const column = shown.columns.kinds.indexOf('data');
    if (!cellPlace(shown, row, column)) continue;
    controller.cells.edit({ plane, row, column });
    return true;
  }
  return false;
}
