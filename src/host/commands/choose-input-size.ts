import { l10n, Selection, TextEditorRevealType, window, type TextDocument } from 'vscode';
import type { ModelData } from '../../protocol/analysis.ts';
import { parseInputSizes } from '../../util/input-size.ts';
import type { FileChoices } from '../documents/file-choices.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import { toRange } from '../positions.ts';

/** Changes the size that a model is analysed for: in the file where it stands there, else in the editor's memory. */
export async function chooseInputSize(
  files: ModelFiles,
  fileChoices: FileChoices,
  file: ModelFile,
): Promise<void> {
  const [model] = (await file.current())?.models ?? [];
  if (model?.inputRange && file.document) await revealSize(file.document, model.inputRange);
  else await askForSize(files, fileChoices, file, model);
}

/** What the file says wins over every choice outside it, so that is where to change it. */
async function revealSize(
  document: TextDocument,
  range: NonNullable<ModelData['inputRange']>,
): Promise<void> {
  const editor = await window.showTextDocument(document);
  const { start, end } = toRange(range);
  editor.selection = new Selection(start, end);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

async function askForSize(
  files: ModelFiles,
  fileChoices: FileChoices,
  { uri }: ModelFile,
  model: ModelData | undefined,
): Promise<void> {
  const sizes = model?.inputs.map(sizeText) ?? [];
  const chosen = await window.showInputBox({
    title: l10n.t('Input size'),
    prompt: l10n.t('Batch, channels, height and width. Empty: back to what the file or the settings say.'),
    value: sizes.length === 0 ? usual : sizes.join('; '),
    validateInput: (text) =>
      text.trim() === '' || parseInputSizes(text)
        ? undefined
        : l10n.t('Write whole numbers from 1, separated by x: 1x3x224x224.'),
  });
  if (chosen === undefined) return;
  await fileChoices.choose(uri, 'input', chosen.trim() === '' ? undefined : chosen.trim());
  files.refresh();
}

const usual = '1x3x224x224';

/** An input's sizes as one writes them; the usual ones where a name or nothing stands for them. */
function sizeText({ shape }: ModelData['inputs'][number]): string {
  if (!shape) return usual;
  const fallback = shape.length === 4 ? usual.split('x') : [];
  return shape.map((dim, place) => (typeof dim === 'number' ? dim : (fallback[place] ?? 1))).join('x');
}
