import { useMemo } from 'preact/hooks';
import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { describeStep, factorsInWords } from '../../src/scene/layer/describe.ts';
import { planeTable } from '../../src/scene/layer/plane-table.ts';
import type { AppState, Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { useStep } from './use-store.ts';
import { useWhenIdle } from './use-when-idle.ts';

interface SpokenProps {
  readonly state: AppState;
  readonly store: Store;
  readonly lesson: Lesson;
}

/** What the picture shows, for a screen reader: its planes as tables to walk through, then the step, which is also said when it changes. */
export function Spoken({ state, store, lesson }: SpokenProps) {
  const playhead = useStep(store, Infinity);
  const stage = lesson.passes[playhead.pass]?.stages[playhead.stage];
  const planes = useWhenIdle(stage?.planes ?? null);
  const tables = useMemo(() => planes?.map((plane) => planeTable(plane, words)) ?? [], [planes]);
  const cells = useMemo(
    () =>
      tables.map(({ title, columns, rows }, place) => (
        <table key={place}>
          <caption>{title}</caption>
          {rows.length > 0 && (
            <thead>
              <tr>
                <td />
                {columns.map((column, at) => (
                  <th key={at} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                <th scope="row">{row.name}</th>
                {row.cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )),
    [tables],
  );
  const factors = stage ? factorsInWords(stage, playhead.step, words) : '';
  return (
    <>
      <div class="spoken">
        {cells}
        {factors !== '' && <p>{factors}</p>}
      </div>
      {/* Nobody reads along while it plays. */}
      <p class="spoken" role="status" aria-live={state.playing ? 'off' : 'polite'}>
        {describeStep(lesson, playhead, words)}
      </p>
    </>
  );
}
