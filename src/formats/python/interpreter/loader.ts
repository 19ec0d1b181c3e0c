import type { FileReader } from '../../format.ts';
import { parseImported, type ImportedFile } from '../syntax/parse-imported.ts';
import { parseSource, type SourceFile } from '../syntax/parse.ts';

/** Parsed files by path, kept between analyses; a changed text is parsed anew, reusing what is the same. */
export class SourceCache {
  readonly #documents: LatestFiles<SourceFile>;
  readonly #imported: LatestFiles<ImportedFile>;

  /** At most this many files of each kind are kept; the oldest goes first. */
  constructor(
    capacity: number,
    readonly clock?: () => number,
  ) {
    this.#documents = new LatestFiles(capacity);
    this.#imported = new LatestFiles(capacity);
  }

  /** A file that is analysed itself. */
  document(path: string, text: string): SourceFile {
    return this.#documents.get(path, text, (_, __, previous) =>
      parseSource(path, text, previous, this.clock),
    );
  }

  /** A file that another one imports. */
  imported(path: string, text: string): SourceFile {
    return this.#documents.known(path, text) ?? this.#imported.get(path, text, parseImported);
  }
}

class LatestFiles<File extends SourceFile> {
  readonly #files = new Map<string, File>();

  constructor(readonly capacity: number) {}

  known(path: string, text: string): File | null {
    const known = this.#files.get(path);
    return known?.text === text ? known : null;
  }

  get(path: string, text: string, parse: (path: string, text: string, previous: File | null) => File): File {
    const known = this.#files.get(path) ?? null;
    if (known?.text === text && !known.isCut) return known;
    const file = parse(path, text, known);
    this.#files.delete(path);
    this.#files.set(path, file);
    const oldest = this.#files.keys().next();
    if (this.#files.size > this.capacity && oldest.done !== true) this.#files.delete(oldest.value);
    return file;
  }
}

/** Packages whose sources are never followed: large, and without layers. */
const opaque: ReadonlySet<string> = new Set([
  'numpy', 'scipy', 'PIL', 'cv2', 'matplotlib', 'sklearn', 'pandas', 'tensorflow', 'keras', 'jax', 'requests', 'yaml', 'tqdm',
  'setuptools', 'pytest', 'wandb', 'tensorboard', 'tensorboardX', 'onnx', 'onnxruntime', 'skimage', 'IPython', 'h5py', 'torch',
]); // prettier-ignore

/** How many directories up from a file its absolute imports are looked for. */
const highest = 6;

function directoryOf(path: string): string {
  return path.replace(/[/\\]?[^/\\]*$/, '');
}

/** Finds modules of the workspace through the injected reader. */
export class ModuleFinder {
  readonly #texts = new Map<string, string | null>();

  constructor(
    readonly read: FileReader,
    readonly cache: SourceCache,
  ) {}

  /** Whether another reader would find the same files. */
  isCurrent(read: FileReader): boolean {
    for (const [path, text] of this.#texts) if (read(path) !== text) return false;
    return true;
  }

  /** Goes on with another reader. */
  with(read: FileReader): ModuleFinder {
    const finder = new ModuleFinder(read, this.cache);
    for (const [path, text] of this.#texts) finder.#texts.set(path, text);
    return finder;
  }

  /** The file of `from ..module import …` in the file at `path`; null where there is none. */
  relative(path: string, level: number, module: string): SourceFile | null {
    let directory = directoryOf(path);
    for (let up = 1; up < level; up++) directory = directoryOf(directory);
    return this.#inDirectory(directory, module);
  }

  /** The file of the module that `from ..module import name` may mean; one that is no package has none. */
  inner(path: string, level: number, module: string, name: string): SourceFile | null {
    if (module === '') return this.relative(path, level, name);
    const around = this.relative(path, level, module);
    const isPackage = around === null || around.path.endsWith('__init__.py');
    return isPackage ? this.relative(path, level, `${module}.${name}`) : null;
  }

  /** The file of `import module` in the file at `path`. */
  absolute(path: string, module: string): SourceFile | null {
    const first = module.split('.')[0] ?? module;
    if (opaque.has(first)) return null;
    let directory = directoryOf(path);
    for (let up = 0; up < highest; up++) {
      // Among installed packages only a package's own modules are followed.
      const installed = /(^|[/\\])(site|dist)-packages$/.test(directory);
      const own = path.startsWith(`${directory}/${first}/`);
      const found = installed && !own ? null : this.#inDirectory(directory, module);
      if (found) return found;
      const parent = directoryOf(directory);
      if (parent === directory || installed) break;
      directory = parent;
    }
    return null;
  }

  #inDirectory(directory: string, module: string): SourceFile | null {
    const base = [directory, ...module.split('.').filter((part) => part !== '')]
      .filter((part, index) => (index === 0 ? part !== '' : true))
      .join('/');
    for (const path of module === '' ? [`${base}/__init__.py`] : [`${base}.py`, `${base}/__init__.py`]) {
      const text = this.#text(path);
      if (text !== null) return this.cache.imported(path, text);
    }
    return null;
  }

  #text(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = this.read(path);
    this.#texts.set(path, text);
    return text;
  }
}
