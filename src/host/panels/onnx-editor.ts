import { window, type CustomReadonlyEditorProvider, type Disposable } from 'vscode';
import type { BinaryFile } from '../documents/binary-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import type { Panels } from './panels.ts';

/** As package.json calls it. */
export const onnxEditor = 'convlens.onnx';

/** The read-only editor of `.onnx` files: the panel, with the network that the file holds. */
export function offerOnnxEditor(files: ModelFiles, panels: Panels): Disposable {
  const provider: CustomReadonlyEditorProvider<BinaryFile> = {
    openCustomDocument: (uri) => files.openBinary(uri),
    resolveCustomEditor: (file, view) => panels.adopt(view, { file, model: 0 }),
  };
  return window.registerCustomEditorProvider(onnxEditor, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}
