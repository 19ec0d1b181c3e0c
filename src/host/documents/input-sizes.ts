import { workspace, type Memento, type Uri } from 'vscode';
import type { ChosenInput } from '../../protocol/analysis.ts';
import { globPattern } from '../../util/glob.ts';
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
  of(uri: Uri): readonly ChosenInput[] {
    const chosen = this.#chosen()[uri.toString()];
    const set = Object.entries(this.#settings.of(uri).inputSizes)
      .filter(([glob]) => isMatch(glob, uri))
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
  async choose(uri: Uri, size: string | undefined): Promise<void> {
    const { [uri.toString()]: _, ...others } = this.#chosen();
    await this.#memory.update(key, size === undefined ? others : { ...others, [uri.toString()]: size });
  }

  #chosen(): Readonly<Record<string, string>> {
    return this.#memory.get<Readonly<Record<string, string>>>(key) ?? {};
  }
}

/** Whether a glob is for that file, by its whole path or by that in its workspace folder. */
function isMatch(glob: string, uri: Uri): boolean {
  const pattern = globPattern(glob);
  return pattern.test(uri.path) || pattern.test(workspace.asRelativePath(uri, false));
}
