import { editableTensors, type KeepFiles, type KeptFile } from '../../protocol/panel.ts';

/** A folder for files of the extension's own; what is not there is read as null. */
export interface OwnFolder {
  list(): Promise<readonly { readonly name: string; readonly size: number; readonly changed: number }[]>;
  read(name: string): Promise<Uint8Array | null>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** As much is kept of one workspace; what was dropped in longest ago goes first. */
export const mostKept = 64 * 2 ** 20;

/** Files that were dropped into panels, for when VS Code is started again. */
export class KeptFiles {
  readonly #folder: OwnFolder;
  /** One after the other: a file that is taken away at once must not be written later. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: OwnFolder) {
    this.#folder = folder;
  }

  /** These files of a panel, and no others of it. */
  keep({ panel, files }: KeepFiles): Promise<void> {
    return this.#next(async () => {
      for (const tensor of editableTensors) {
        const file = files.find((each) => each.tensor === tensor);
        const name = nameOf({ panel, tensor });
        if (file && file.bytes.length <= mostKept) await this.#folder.write(name, file.bytes);
        else await this.#folder.remove(name);
      }
      await this.#bound();
    });
  }

  read(file: KeptFile): Promise<Uint8Array | null> {
    return this.#next(() => this.#folder.read(nameOf(file)));
  }

  async #bound(): Promise<void> {
    const newest = [...(await this.#folder.list())].sort((a, b) => b.changed - a.changed);
    let kept = 0;
    for (const { name, size } of newest) {
      kept += size;
      if (kept > mostKept) await this.#folder.remove(name);
    }
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const nameOf = ({ panel, tensor }: KeptFile): string => `${panel}-${tensor}`;
