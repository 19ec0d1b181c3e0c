import * as vscode from 'vscode';
import type { ConvLensApi } from '../../../src/host/host.ts';

/** ConvLens as VS Code activated it, with what `activate` returned. */
export async function convlens(): Promise<ConvLensApi> {
  const extension = vscode.extensions.getExtension<ConvLensApi>('convlens.convlens');
  if (extension === undefined) throw new Error('ConvLens is not installed in this VS Code');
  return extension.activate();
}
