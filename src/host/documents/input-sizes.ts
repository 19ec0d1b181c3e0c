import { languages, type Memento, type TextDocument } from 'vscode';
import type { ChosenInput } from '../../protocol/analysis.ts';
import { parseInputSize } from '../../util/input-size.ts';
import type { SettingsStore } from '../settings.ts';

const key = 'convlens.inputSizes';

/** Input sizes that users gave outside the file: by a setting, or by choosing one in the editor. */
export class InputSizes {
  readonly #memory: Memento;
  readonly #settings: SettingsStore;

  constructor(memory: Memento, settings: SettingsStore) {
    this.#memory = memory;
    this.#settings = settings;
  }

  /** The strongest first: what was chosen in the editor for this file, then the settings in their order. */
  of(document: TextDocument): readonly ChosenInput[] {
    const chosen = this.#chosen()[document.uri.toString()];
    const set = Object.entries(this.#settings.of(document.uri).inputSizes)
      .filter(([pattern]) => languages.match({ pattern }, document) > 0)
      .map(([, size]) => size);
    return [
      ...(chosen === undefined ? [] : [{ size: chosen, origin: 'memory' as const }]),
      ...set.map((size) => ({ size, origin: 'setting' as const })),
    ].flatMap(({ size, origin }) => {
      const dims = parseInputSize(size);
      return dims ? [{ dims, origin }] : [];
    });
  }

  /** Remembers a size for this file; undefined forgets it. */
  async choose(document: TextDocument, size: string | undefined): Promise<void> {
    const { [document.uri.toString()]: _, ...others } = this.#chosen();
    await this.#memory.update(
      key,
      size === undefined ? others : { ...others, [document.uri.toString()]: size },
    );
  }

  #chosen(): Readonly<Record<string, string>> {
    return this.#memory.get<Readonly<Record<string, string>>>(key) ?? {};
  }
}
