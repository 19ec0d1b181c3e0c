import { EventEmitter, type Event, type Uri } from 'vscode';
import type { Disposable } from '../../util/disposable.ts';

/** What a panel has put on screen. */
export interface DrawnPicture {
  readonly uri: Uri;
  /** The analysed text's. */
  readonly version: number;
}

interface Shown {
  readonly uri: string;
  readonly model: number;
  readonly isVisible: () => boolean;
}

/** Which models of which files panels show: their networks are sent with each analysis, without another question. */
export class ShownModels implements Disposable {
  readonly #shown = new Set<Shown>();
  readonly #drawn = new EventEmitter<DrawnPicture>();

  readonly onDidDraw: Event<DrawnPicture> = this.#drawn.event;

  /** Until it is disposed of; several panels may show the same model. */
  add(uri: Uri, model: number, isVisible: () => boolean): Disposable {
    const shown = { uri: uri.toString(), model, isVisible };
    this.#shown.add(shown);
    return { dispose: () => void this.#shown.delete(shown) };
  }

  of(uri: Uri): readonly number[] {
    return [...new Set(this.#of(uri).map(({ model }) => model))];
  }

  /** Whether a panel that is on screen shows the file: it will say when it has drawn. */
  isVisible(uri: Uri): boolean {
    return this.#of(uri).some(({ isVisible }) => isVisible());
  }

  drawn(picture: DrawnPicture): void {
    this.#drawn.fire(picture);
  }

  dispose(): void {
    this.#drawn.dispose();
  }

  #of(uri: Uri): readonly Shown[] {
    return [...this.#shown].filter((shown) => shown.uri === uri.toString());
  }
}
