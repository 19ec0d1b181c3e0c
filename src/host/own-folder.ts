import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { OwnFolder } from './panels/kept-files.ts';

/** A folder in the extension's storage, made with its first file. */
export function ownFolder(folder: Uri): OwnFolder {
  const { fs } = workspace;
  const at = (name: string) => Uri.joinPath(folder, name);
  return {
    async list() {
      const entries = await orNull(fs.readDirectory(folder));
      const files = (entries ?? []).filter(([, type]) => (type & FileType.File) !== 0);
      return Promise.all(
        files.map(async ([name]) => {
          const { size, mtime } = await fs.stat(at(name));
          return { name, size, changed: mtime };
        }),
      );
    },
    async read(name) {
      const bytes = await orNull(fs.readFile(at(name)));
      // Node's own buffers do not reach a page as bytes.
      return bytes && new Uint8Array(bytes);
    },
    write: async (name, bytes) => fs.writeFile(at(name), bytes),
    async remove(name) {
      await orNull(fs.delete(at(name)));
    },
  };
}

/** Null for what is not there. */
async function orNull<T>(answer: Thenable<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}
