import type { CheckExample, PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import { errorText } from './error-text.ts';
import { triedSizes, type AppState, type Store } from './state.ts';

/** Asks for a finite difference beside the gradient of one cell, `name` as the panel calls it. */
export function askForCheck(
  host: Endpoint<PanelWebview, PanelHost>,
  store: Store,
  name: string,
  cell: Pick<CheckExample, 'tensor' | 'index'>,
): void {
  answerOf(host, store.state, cell)?.then(
    (answer) => store.update({ checked: { name, cell, ...answer }, notice: null }),
    (error: unknown) => {
      // Where it is not refused, a newer cell is pointed at, or the layer is gone.
      if (error instanceof RpcError && error.code === 'refused') store.update({ notice: errorText(error) });
    },
  );
}

function answerOf(
  host: Endpoint<PanelWebview, PanelHost>,
  state: AppState,
  { tensor, index }: Pick<CheckExample, 'tensor' | 'index'>,
) {
  const { content, layer, selection, values, options, view } = state;
  const work = { selection, values, options, index };
  if (view === 'example') return host.call('checkExample', { ...work, tensor });
  if (view !== 'layer' || content?.state !== 'network' || layer === null) return null;
  if (tensor !== 'X' && tensor !== 'W') return null;
  const { version } = content;
  return host.call('checkCell', { version, sizes: triedSizes(state), layer, tensor, ...work });
}
