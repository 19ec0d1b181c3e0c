import { l10n, window, type QuickPickItem } from 'vscode';
import type { Variant, VariantKind } from '../../model/variant.ts';
import type { FileChoices } from '../documents/file-choices.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';

interface Choice extends QuickPickItem {
  /** Undefined: what the file says, or the default. */
  readonly chosen?: string;
  /** A model may be any call: the name is asked for. */
  readonly isCall?: boolean;
}

/** Chooses which of several networks a file is read as, and remembers it for this file. */
export async function chooseVariant(
  kind: VariantKind,
  files: ModelFiles,
  fileChoices: FileChoices,
  file: ModelFile,
): Promise<void> {
  const variant = (await file.current())?.variants.find((each) => each.kind === kind);
  if (!variant) {
    void window.showInformationMessage(nothing(kind));
    return;
  }
  const choice = await window.showQuickPick(choicesOf(variant), { title: title(kind) });
  if (!choice) return;
  const chosen = choice.isCall ? await askForCall(variant) : choice.chosen;
  if (choice.isCall && chosen === undefined) return;
  await fileChoices.choose(file.uri, kind, chosen);
  files.refresh();
}

function choicesOf({ kind, options, chosen, origin }: Variant): readonly Choice[] {
  return [
    ...options.map((option) => ({
      label: option,
      chosen: option,
      ...(option === chosen && { description: l10n.t('shown now') }),
    })),
    ...(kind === 'model' ? [{ label: l10n.t('A call with arguments…'), isCall: true }] : []),
    ...(origin === 'chosen'
      ? [{ label: kind === 'model' ? l10n.t('All models') : l10n.t('Back to what the file says') }]
      : []),
  ];
}

function askForCall({ chosen, options: [first] }: Variant): Thenable<string | undefined> {
  return window.showInputBox({
    title: title('model'),
    prompt: l10n.t('A class, a factory or a call, which is read and not run: {0}', 'Net(num_classes=10)'),
    value: chosen ?? first ?? '',
    validateInput: (text) => (text.trim() === '' ? l10n.t('Write a name or a call.') : undefined),
  });
}

function title(kind: VariantKind): string {
  switch (kind) {
    case 'model':
      return l10n.t('Model');
    case 'phase':
      return l10n.t('Phase');
    case 'scale':
      return l10n.t('Scale');
  }
}

function nothing(kind: VariantKind): string {
  switch (kind) {
    case 'model':
      return l10n.t('There is only one model in this file.');
    case 'phase':
      return l10n.t('No layer of this file belongs to only one phase.');
    case 'scale':
      return l10n.t('This file has no scales.');
  }
}
