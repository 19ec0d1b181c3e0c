import { networkForms } from '../../../src/protocol/panel.ts';
import { shapeText } from '../../../src/scene/network/shape-text.ts';
import { layerCount, totalTexts } from '../../../src/scene/network/totals.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import type { Controller } from '../../app/controller.ts';
import type { AppState } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import { ExportMenu } from '../export-menu.tsx';
import { HelpButton } from '../help-button.tsx';
import { PinButton } from '../pin-button.tsx';
import { LayerSearch } from './layer-search.tsx';

export interface NetworkProps {
  readonly network: NetworkView;
  readonly state: AppState;
  readonly controller: Controller;
}

/** Name, totals, search, and how the network is shown. */
export function NetworkHeader({ network, state, controller }: NetworkProps) {
  const { parameters, multiplyAdds } = totalTexts(network, words.panel.atLeast);
  const costs = `${words.panel.parameters(parameters)} · ${words.panel.multiplyAdds(multiplyAdds)}`;
  return (
    <header class="bar">
      <h1 class="title" title={network.name}>
        {network.name}
      </h1>
      <div class="about">
        <span class="facts">
          {words.layers(layerCount(network.layers))} · {costs}
        </span>
        {network.input && (
          <button
            type="button"
            class="button quiet"
            title={words.panel.chooseInput}
            onClick={() => controller.chooseInput()}
          >
            {words.panel.input(shapeText(network.input.shape ?? undefined))}
            {words.comma}
            {state.trial ? words.sizes.onlyTried : words.panel.inputOrigins[network.input.origin]}
          </button>
        )}
      </div>
      <span class="spacer" />
      <LayerSearch network={network} controller={controller} />
      <div class="choice" role="group" aria-label={words.network.shownAs}>
        {networkForms.map((form) => (
          <button
            key={form}
            type="button"
            class="chip"
            aria-pressed={state.shownAs === form}
            onClick={() => controller.network.showAs(form)}
          >
            {words.network[form]}
          </button>
        ))}
      </div>
      <div class="tools">
        <button type="button" class="button quiet" onClick={() => void controller.compare()}>
          {words.compare.title}
        </button>
        <ExportMenu state={state} controller={controller} />
        <div class="corner">
          <button type="button" class="button quiet" onClick={() => controller.places.openExample()}>
            {words.panel.example}
          </button>
          <PinButton state={state} controller={controller} />
          <HelpButton controller={controller} />
        </div>
      </div>
    </header>
  );
}
