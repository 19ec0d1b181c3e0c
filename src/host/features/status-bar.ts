import { l10n, StatusBarAlignment, window } from 'vscode';
import type { ModelData } from '../../protocol/analysis.ts';
import type { InputOrigin } from '../../model/graph/operation.ts';
import type { Dim } from '../../model/graph/shape.ts';
import type { Variant, VariantOrigin } from '../../model/variant.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import { compactNumber } from '../../util/compact-number.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import type { SettingsStore } from '../settings.ts';

/** The input size that all shown sizes follow from, where it came from, and the model's parameters. */
export function showStatus(files: ModelFiles, settings: SettingsStore): Disposable {
  const store = new DisposableStore();
  const item = store.add(window.createStatusBarItem('convlens.input', StatusBarAlignment.Right, 90));
  item.name = l10n.t('ConvLens input size');
  item.command = 'convlens.chooseInputSize';
  const update = () => {
    const uri = files.active;
    const { models: [model] = [], variants = [] } = (uri && files.latest(uri)) ?? {};
    const [input] = model?.inputs ?? [];
    if (!uri || !model || !input?.shape || !settings.of(uri).statusBar) {
      item.hide();
      return;
    }
    const size = input.shape.map(dimText).join('×');
    item.text = ['$(symbol-array)', size, ...variants.flatMap(({ chosen }) => chosen ?? [])].join(' ');
    item.tooltip = tooltip(size, input.origin, model, variants);
    item.show();
  };
  store.add(files.onDidChangeActive(update));
  store.add(settings.onDidChange(update));
  store.add(
    files.onDidAnalyze(({ uri }) => {
      if (uri.toString() === files.active?.toString()) update();
    }),
  );
  return store;
}

function tooltip(
  size: string,
  origin: InputOrigin,
  { totals, layerCount }: ModelData,
  variants: readonly Variant[],
): string {
  const sums = l10n.t(
    '{0} layers, {1} parameters, {2} multiply-adds',
    layerCount,
    compactNumber(totals.params),
    compactNumber(totals.macs),
  );
  return [
    l10n.t('All sizes follow from the input {0}, {1}.', size, originText(origin)),
    ...variants.map(variantText),
    totals.complete ? `${sums}.` : l10n.t('{0}, as far as known.', sums),
    l10n.t('Click to change the input size.'),
  ].join('\n');
}

const dimText = (dim: Dim) =>
  dim === null
    ? '?'
    : typeof dim === 'number'
      ? String(dim)
      : `${dim.factor === 1 ? '' : dim.factor}${dim.symbol}`;

function originText(origin: InputOrigin): string {
  switch (origin) {
    case 'file':
      return l10n.t('which stands in the file');
    case 'comment':
      return l10n.t('which a comment in the file gives');
    case 'setting':
      return l10n.t('which the setting convlens.inputSizes gives');
    case 'memory':
      return l10n.t('which you chose');
    case 'argument':
      return l10n.t('which was given');
    case 'default':
      return l10n.t('the usual one of its format, as the file has none');
    case 'inferred':
      return l10n.t('worked out from what the layers need');
  }
}

function variantText({ kind, options, chosen, origin }: Variant): string {
  if (chosen === null) return l10n.t('All {0} models of the file are shown.', options.length);
  switch (kind) {
    case 'model':
      return l10n.t('Model {0}, {1}.', chosen, variantOriginText(origin));
    case 'phase':
      return l10n.t('Phase {0}, {1}.', chosen, variantOriginText(origin));
    case 'scale':
      return l10n.t('Scale {0}, {1}.', chosen, variantOriginText(origin));
  }
}

function variantOriginText(origin: VariantOrigin): string {
  switch (origin) {
    case 'chosen':
      return l10n.t('which you chose');
    case 'comment':
      return l10n.t('which a comment in the file gives');
    case 'file':
      return l10n.t('which stands in the file');
    case 'file-name':
      return l10n.t('which the name of the file gives');
    case 'default':
      return l10n.t('the default');
  }
}
