import type { PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { problemsOf, type Store } from './state.ts';

/** Asks for the fixes of the chosen layer's problems; each is shown when it has come. Those of a size that is tried are not the file's. */
export function askForFixes(host: Endpoint<PanelWebview, PanelHost>, store: Store): void {
  const { content, trial } = store.state;
  if (content?.state !== 'network' || trial) return;
  for (const { index } of problemsOf(store.state)) {
    host.call('listFixes', { version: content.version, problem: index }).then(
      (fixes) => store.update({ fixes: new Map(store.state.fixes).set(index, fixes) }),
      () => undefined,
    );
  }
}
