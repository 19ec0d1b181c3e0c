import type { Uri } from 'vscode';
import type { Disposable } from '../../util/disposable.ts';

/** Which models of which files panels show: their networks are sent with each analysis, without another question. */
export class ShownModels {
  readonly #shown = new Set<{ readonly uri: string; readonly model: number }>();

  /** Until it is disposed of; several panels may show the same model. */
  add(uri: Uri, model: number): Disposable {
    const shown = { uri: uri.toString(), model };
    this.#shown.add(shown);
    return { dispose: () => void this.#shown.delete(shown) };
  }

  of(uri: Uri): readonly number[] {
    const models = [...this.#shown].filter((shown) => shown.uri === uri.toString());
    return [...new Set(models.map(({ model }) => model))];
  }
}
