import { count } from '../../src/scene/numbers.ts';
import { shapeText } from '../../src/scene/network/shape-text.ts';
import { verdictStyle } from '../../src/scene/network/verdict-style.ts';
import type { Controller } from '../app/controller.ts';
import { layerOf, problemsOf, type AppState } from '../app/state.ts';
import { words } from '../app/words.ts';
import { ExportMenu } from './export-menu.tsx';

interface HeaderProps {
  readonly state: AppState;
  readonly controller: Controller;
}

/** The layer's name, shapes and costs, and what is wrong with it, with fixes to apply. */
export function LayerHeader({ state, controller }: HeaderProps) {
  const layer = state.view === 'layer' ? layerOf(state) : null;
  return (
    <>
      <header class="bar">
        {state.content?.state !== 'example' && (
          <button type="button" class="button quiet" onClick={() => controller.showNetwork()}>
            ‹ {words.panel.network}
          </button>
        )}
        <h1 class="title">{layer?.id ?? words.panel.example}</h1>
        {layer ? (
          <span class="facts">
            {layer.type} {layer.summary} ·{' '}
            <span class="shape">{layer.inputShapes.map(shapeText).join(', ')}</span> →{' '}
            <span class="shape">{layer.outputShapes.map(shapeText).join(', ')}</span>
            {layer.params !== null && layer.params > 0 && ` · ${words.panel.parameters(count(layer.params))}`}
            {layer.macs !== null && layer.macs > 0 && ` · ${words.panel.multiplyAdds(count(layer.macs))}`}
          </span>
        ) : (
          <span class="facts">{words.panel.exampleSummary}</span>
        )}
        <span class="spacer" />
        {layer && state.content?.state === 'network' && state.content.hasText && (
          <button type="button" class="button quiet" onClick={() => controller.revealInEditor()}>
            {words.panel.line(layer.line + 1)}
          </button>
        )}
        <ExportMenu state={state} controller={controller} />
        <button
          type="button"
          class="icon"
          title={words.panel.keys}
          aria-label={words.panel.keys}
          onClick={() => controller.toggleHelp()}
        >
          ?
        </button>
      </header>
      {layer && <Problems state={state} controller={controller} />}
    </>
  );
}

function Problems({ state, controller }: HeaderProps) {
  const layer = layerOf(state);
  const problems = problemsOf(state);
  if (problems.length === 0) return null;
  return (
    <ul class="problems">
      {problems.map(({ problem, index }) => {
        const role =
          problem.severity === 'error' ? 'error' : problem.severity === 'warning' ? 'warning' : 'info';
        const sign = layer?.verdict ? verdictStyle(layer.verdict).sign : '!';
        return (
          <li key={index} class={`problem problem-${role}`}>
            <span class="sign" aria-hidden="true">
              {sign}
            </span>
            <span>{problem.message}</span>
            {state.fixes.get(index)?.map((fix, place) => (
              <button
                key={fix.title}
                type="button"
                class="button"
                onClick={() => controller.applyFix(index, place)}
              >
                {fix.title}
              </button>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
