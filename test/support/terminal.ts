import { program } from '../../src/cli/program.ts';
import type { FolderEntry, Terminal } from '../../src/cli/terminal.ts';

/** What a command said, wrote and answered. */
export interface Session {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  readonly written: ReadonlyMap<string, Uint8Array>;
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs a command line over files in memory; `-` is the standard input. */
export async function convlens(args: readonly string[], files: Files = {}): Promise<Session> {
  let [out, error] = ['', ''];
  const written = new Map<string, Uint8Array>();
  const terminal: Terminal = {
    read(path) {
      const file = files[path];
      if (file === undefined) return { failure: `${path} cannot be read: there is no such file.` };
      return typeof file === 'string' ? new TextEncoder().encode(file) : file;
    },
    write: (path, bytes) => void written.set(path, bytes),
    list: (path) => entriesOf(path, Object.keys(files)),
    out: (text) => void (out += text),
    error: (text) => void (error += text),
    progress: () => undefined,
    isTerminal: false,
    colors: false,
    columns: 100,
    packaged: () => '### pixels-lost\n\nDefault: warning. Rows are lost.\n\n## Next\n',
  };
  const code = await program(args, terminal, '1.2.3');
  return { code, out, error, written };
}

function entriesOf(folder: string, paths: readonly string[]): readonly FolderEntry[] | null {
  const prefix = folder === '.' ? '' : `${folder}/`;
  const inside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  if (inside.length === 0) return null;
  const names = new Set(inside.map((path) => path.split('/')[0] ?? ''));
  return [...names].map((name) => ({ name, isFolder: inside.some((path) => path.startsWith(`${name}/`)) }));
}
