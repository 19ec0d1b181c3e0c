import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EsbuildPlugin } from 'esbuild-loader';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';

/**
 * One bundle for each place where code runs. `npm run build` makes all of them,
 * `npx webpack --config-name webview` one. Types are checked apart, by `npm run types`.
 *
 * @typedef {{
 *   name: string, entry: string, file: string, target: 'node20' | 'web', kilobytes: number,
 *   without?: { modules: RegExp, because: string },
 * }} Bundle
 */

const root = import.meta.dirname;

/** @type {Bundle[]} */
const bundles = [
  {
    name: 'extension',
    entry: 'src/extension.ts',
    file: 'extension.cjs',
    target: 'node20',
    kilobytes: 150,
    without: {
      modules: /[/\\]src[/\\](engine|model|formats|language|scene)[/\\]/,
      because: 'nothing is computed on the extension host: ask a worker',
    },
  },
  // One file for both workers: the host says in workerData which of the two a thread is.
  {
    name: 'worker',
    entry: 'src/worker/entry.node.ts',
    file: 'worker.cjs',
    target: 'node20',
    kilobytes: 1600,
  },
  {
    name: 'webview',
    entry: 'webview/app/main.tsx',
    file: 'webview/panel.js',
    target: 'web',
    kilobytes: 500,
    without: {
      modules: /[/\\]src[/\\]engine[/\\]kernels[/\\]/,
      because: 'the panel draws what the worker computed: ask for it through protocol',
    },
  },
  { name: 'cli', entry: 'src/cli/main.ts', file: 'cli.cjs', target: 'node20', kilobytes: 1500 },
  // Runs inside the extension host of a real VS Code, which calls its `run`.
  {
    name: 'integration',
    entry: 'test/integration/index.ts',
    file: 'test/integration.cjs',
    target: 'node20',
    kilobytes: 1500,
  },
  {
    name: 'bench',
    entry: 'test/bench/in-vscode.ts',
    file: 'test/bench.cjs',
    target: 'node20',
    kilobytes: 100,
  },
  {
    name: 'bench-formats',
    entry: 'test/bench/formats/main.ts',
    file: 'test/bench-formats.cjs',
    target: 'node20',
    kilobytes: 1500,
  },
  {
    name: 'bench-python',
    entry: 'test/bench/python/main.ts',
    file: 'test/bench-python.cjs',
    target: 'node20',
    kilobytes: 20,
  },
  {
    name: 'bench-python-worker',
    entry: 'test/bench/python/worker.ts',
    file: 'test/bench-python-worker.cjs',
    target: 'node20',
    kilobytes: 1500,
  },
  { name: 'fuzz', entry: 'test/fuzz/main.ts', file: 'test/fuzz.cjs', target: 'node20', kilobytes: 1500 },
  {
    name: 'bench-engine',
    entry: 'test/bench/engine/in-node.ts',
    file: 'test/bench-engine.cjs',
    target: 'node20',
    kilobytes: 150,
  },
  {
    name: 'bench-engine-browser',
    entry: 'test/bench/engine/in-browser.ts',
    file: 'test/bench-engine.js',
    target: 'web',
    kilobytes: 150,
  },
  {
    name: 'engine-alone',
    entry: 'test/bench/engine/engine-alone.ts',
    file: 'test/engine.js',
    target: 'web',
    kilobytes: 48,
  },
];

/** Fails the build when a bundle holds a module that must not be there, through whatever import it came. */
class ModuleBan {
  /** @param {NonNullable<Bundle['without']>} ban */
  constructor({ modules, because }) {
    this.modules = modules;
    this.because = because;
  }

  /** @param {import('webpack').Compiler} compiler */
  apply(compiler) {
    compiler.hooks.afterCompile.tap('ModuleBan', (compilation) => {
      for (const module of compilation.modules) {
        const path = module.nameForCondition() ?? '';
        if (!this.modules.test(path)) continue;
        compilation.errors.push(
          new compiler.webpack.WebpackError(`${path} is in the bundle: ${this.because}`),
        );
      }
    });
  }
}

/** Writes the licences of the packages in a bundle beside it: they ask for that wherever their code is handed on. */
class Licences {
  /** @param {string} file */
  constructor(file) {
    this.file = file;
  }

  /** @param {import('webpack').Compiler} compiler */
  apply(compiler) {
    const { Compilation, sources, WebpackError } = compiler.webpack;
    const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
    compiler.hooks.thisCompilation.tap('Licences', (compilation) => {
      compilation.hooks.processAssets.tap({ name: 'Licences', stage }, () => {
        const paths = [...compilation.modules].map((module) => module.nameForCondition() ?? '');
        const folders = paths.flatMap((path) => packageFolder.exec(path)?.[0] ?? []);
        const texts = [...new Set(folders)].toSorted().map((folder) => {
          const licence = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
          if (licence === undefined) {
            compilation.errors.push(new WebpackError(`${folder} has no licence.`));
            return '';
          }
          /** @type {{ name: string, version: string, license: string }} */
          const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
          const source = `https://www.npmjs.com/package/${name}/v/${version}`;
          return `${name} ${version} (${license}), ${source}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
        });
        if (texts.length > 0)
          compilation.emitAsset(this.file, new sources.RawSource(texts.join(`\n${'-'.repeat(80)}\n\n`)));
      });
    });
  }
}

/** Not handed on. @param {string} file */
const isTest = (file) => file.startsWith('test/');

const packageFolder = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;

/**
 * @param {Bundle} bundle
 * @param {boolean} production
 * @returns {import('webpack').Configuration}
 */
function configure({ name, entry, file, target, kilobytes, without }, production) {
  const bytes = kilobytes * 1000;
  return {
    name,
    context: root,
    mode: production ? 'production' : 'development',
    target: target === 'web' ? ['web', 'es2022'] : target,
    entry: { [file.replace(/\.[a-z]+$/, '')]: join(root, entry) },
    output: {
      path: join(root, 'dist'),
      filename: file,
      chunkFilename: file.replace(/(\.[a-z]+)$/, '-[name]$1'),
      ...(target === 'web' ? {} : { library: { type: 'commonjs2' } }),
    },
    devtool: production ? false : 'source-map',
    externals: target === 'web' ? {} : { vscode: 'commonjs vscode' },
    resolve: { extensions: ['.js', '.mjs', '.json'] },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'esbuild-loader',
          options: { target: 'es2022', tsconfig: join(root, 'tsconfig/base.json') },
        },
        { test: /\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] },
      ],
    },
    optimization: { minimizer: [new EsbuildPlugin({ target: 'es2022', css: true })] },
    plugins: [
      ...(target === 'web' ? [new MiniCssExtractPlugin()] : []),
      ...(without ? [new ModuleBan(without)] : []),
      ...(isTest(file) ? [] : [new Licences(file.replace(/\.[a-z]+$/, '.licenses.txt'))]),
    ],
    performance: { hints: production ? 'error' : false, maxAssetSize: bytes, maxEntrypointSize: bytes },
    stats: 'errors-warnings',
    infrastructureLogging: { level: 'error' },
  };
}

/**
 * @param {unknown} _environment
 * @param {{ mode?: string, configName?: string[] }} options
 */
export default function configurations(_environment, { mode, configName = [] }) {
  const made = bundles.filter(
    ({ name, entry }) => configName.includes(name) || existsSync(join(root, entry)),
  );
  return made.map((bundle) => configure(bundle, mode !== 'development'));
}
