import { count } from '../../src/scene/numbers.ts';
import { operationText } from '../../src/scene/network/operation-text.ts';
import { shapeText } from '../../src/scene/network/shape-text.ts';
import type { Controller } from '../app/controller.ts';
import { layerOf, lessonOf, type AppState } from '../app/state.ts';
import { words } from '../app/words.ts';
import { ExportMenu } from './export-menu.tsx';
import { HelpButton } from './help-button.tsx';
import { PinButton } from './pin-button.tsx';

interface HeaderProps {
  readonly state: AppState;
  readonly controller: Controller;
}

/** The layer's name, shapes and costs. */
export function LayerHeader({ state, controller }: HeaderProps) {
  const layer = state.view === 'layer' ? layerOf(state) : null;
  const lesson = lessonOf(state);
  const arithmetic = lesson && (
    <span class={`arithmetic-${lesson.arithmetic}`} title={words.lesson.arithmeticWhy[lesson.arithmetic]}>
      {' · '}
      {words.flow.options[lesson.arithmetic]}
    </span>
  );
  return (
    <header class="bar">
      {state.content?.state !== 'example' && (
        <button
          type="button"
          class="button quiet back"
          aria-label={words.panel.network}
          onClick={() => controller.places.showNetwork()}
        >
          ‹<span class="back-word"> {words.panel.network}</span>
        </button>
      )}
      <h1 class="title" title={layer?.id}>
        {layer?.id ?? words.panel.example}
      </h1>
      {layer ? (
        <span class="facts">
          {operationText(layer.type, layer.summary)} ·{' '}
          <span class="shape">{layer.inputShapes.map(shapeText).join(', ')}</span> →{' '}
          <span class="shape">{layer.outputShapes.map(shapeText).join(', ')}</span>
          {layer.params !== null && layer.params > 0 && ` · ${words.panel.parameters(count(layer.params))}`}
          {layer.macs !== null && layer.macs > 0 && ` · ${words.panel.multiplyAdds(count(layer.macs))}`}
          {arithmetic}
        </span>
      ) : (
        <span class="facts">
          {words.panel.exampleSummary}
          {arithmetic}
        </span>
      )}
      <div class="tools">
        {layer && state.content?.state === 'network' && state.content.hasText && (
          <button type="button" class="button quiet" onClick={() => controller.revealInEditor()}>
            {words.panel.line(layer.line + 1)}
          </button>
        )}
        <ExportMenu state={state} controller={controller} />
        <PinButton state={state} controller={controller} />
        <HelpButton controller={controller} />
      </div>
    </header>
  );
}
