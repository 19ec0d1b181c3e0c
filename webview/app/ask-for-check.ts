import type { CheckCell, PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import { errorText } from './error-text.ts';
import { triedSizes, type Store } from './state.ts';

/** Asks for a finite difference beside the gradient of one cell, `name` as the panel calls it. */
export function askForCheck(
  host: Endpoint<PanelWebview, PanelHost>,
  store: Store,
  name: string,
  cell: Pick<CheckCell, 'tensor' | 'index'>,
): void {
  const { content, layer, selection, values, options, view } = store.state;
  if (view !== 'layer' || content?.state !== 'network' || layer === null) return;
  const { version } = content;
  const sizes = triedSizes(store.state);
  host.call('checkCell', { version, sizes, layer, selection, values, options, ...cell }).then(
    (answer) => store.update({ checked: { name, ...answer }, notice: null }),
    (error: unknown) => {
      // Where it is not refused, a newer cell is pointed at, or the layer is gone.
      if (error instanceof RpcError && error.code === 'refused') store.update({ notice: errorText(error) });
    },
  );
}
