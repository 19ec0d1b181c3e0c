import { workspace, type Memento, type Uri } from 'vscode';
import type { ChosenInput, Choices } from '../../protocol/analysis.ts';
import { globPattern } from '../../util/glob.ts';
import { parseInputSizes } from '../../util/input-size.ts';
import type { SettingsStore } from '../settings.ts';

const key = 'convlens.choices';

/** What was chosen in the editor for one file, as it was written. */
export interface Remembered {
  readonly input?: string;
  readonly model?: string;
  readonly phase?: string;
  readonly scale?: string;
}

/** What users chose outside of the files: in the editor, which remembers it, or by a setting. */
export class FileChoices {
  readonly #memory: Memento;
  readonly #settings: SettingsStore;

  constructor(memory: Memento, settings: SettingsStore) {
    this.#memory = memory;
    this.#settings = settings;
  }

  of(uri: Uri): Choices {
    const { input, model, phase, scale } = this.#remembered()[uri.toString()] ?? {};
    const { layerRules: rules } = this.#settings.of(uri);
    const layers = valueFor(this.#settings.of(uri).layerLists, uri);
    return {
      inputs: [
        ...inputsOf(input, 'memory'),
        ...inputsOf(valueFor(this.#settings.of(uri).inputSizes, uri), 'setting'),
      ],
      ...(model !== undefined && { model }),
      ...((phase === 'TRAIN' || phase === 'TEST') && { phase }),
      ...(scale !== undefined && { scale }),
      ...(layers !== undefined && { layers }),
      ...(Object.keys(rules).length > 0 && { rules }),
    };
  }

  /** Remembers a choice for this file; undefined forgets it. */
  async choose(uri: Uri, kind: keyof Remembered, chosen: string | undefined): Promise<void> {
    const { [uri.toString()]: before = {}, ...others } = this.#remembered();
    const { [kind]: _, ...rest } = before;
    const after: Remembered = chosen === undefined ? rest : { ...rest, [kind]: chosen };
    const isEmpty = Object.keys(after).length === 0;
    await this.#memory.update(key, isEmpty ? others : { ...others, [uri.toString()]: after });
  }

  #remembered(): Readonly<Record<string, Remembered>> {
    return this.#memory.get<Readonly<Record<string, Remembered>>>(key) ?? {};
  }
}

function inputsOf(text: string | undefined, origin: ChosenInput['origin']): readonly ChosenInput[] {
  return (text === undefined ? null : parseInputSizes(text))?.map((input) => ({ ...input, origin })) ?? [];
}

/** The value of the first glob that is for a file, by its whole path or by that in its workspace folder. */
function valueFor(byGlob: Readonly<Record<string, string>>, uri: Uri): string | undefined {
  const path = workspace.asRelativePath(uri, false);
  return Object.entries(byGlob).find(([glob]) => {
    const pattern = globPattern(glob);
    return pattern.test(uri.path) || pattern.test(path);
  })?.[1];
}
