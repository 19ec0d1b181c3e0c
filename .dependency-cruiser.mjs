/**
 * Which layer may import which: the table of DESIGN.md, section 4, as data.
 * `types` lists what may be imported with `import type` only.
 *
 * @typedef {{ layer: string, from: string, values: string[], types?: string[], packages: boolean, node: boolean,
 *   instead: string }} Layer
 */

const engine = '^src/engine/';
const geometry = '^src/engine/geometry/';
const util = '^src/util/';
const model = '^src/model/';
const formats = '^src/formats/';
const language = '^src/language/';
const scene = '^src/scene/';
const protocol = '^src/protocol/';
const worker = '^src/worker/';
const workerEntry = '^src/worker/(entry\\.[a-z]+|[a-z-]+\\.node)\\.ts$';
const host = '^src/host/';
const cli = '^src/cli/';
const extension = '^src/extension(\\.web)?\\.ts$';
const webview = '^webview/';

/** @type {Layer[]} */
const layers = [
  {
    layer: 'util',
    from: util,
    values: [],
    packages: false,
    node: false,
    instead:
      'util knows nothing of the product: pass what it needs as an argument, or move the code to the layer it talks about.',
  },
  {
    layer: 'engine',
    from: engine,
    values: [util],
    packages: false,
    node: false,
    instead:
      'engine is numbers only: take numbers and geometry as arguments, and let worker or cli connect it to models and formats.',
  },
  {
    layer: 'model',
    from: model,
    values: [util, geometry],
    packages: false,
    node: false,
    instead:
      'model computes shapes from geometry alone: read engine/geometry, and leave formats, values and messages to the layers above.',
  },
  {
    layer: 'formats',
    from: formats,
    values: [util, model],
    packages: true,
    node: false,
    instead:
      'formats turn text or bytes into graphs: take a reader as an argument instead of doing I/O, and describe layers in the terms of model.',
  },
  {
    layer: 'language',
    from: language,
    values: [util, model, engine],
    packages: false,
    node: false,
    instead:
      'language turns analysed models into plain data: convert to vscode objects in host, and parse in formats.',
  },
  {
    layer: 'scene',
    from: scene,
    values: [util, geometry],
    types: [model, '^src/engine/trace/'],
    packages: true,
    node: false,
    instead:
      'scene lays out traces and graphs that it is given: use `import type`, and compute values in worker.',
  },
  {
    layer: 'protocol',
    from: protocol,
    values: [util],
    types: [model, engine, scene],
    packages: false,
    node: false,
    instead:
      'protocol is messages only: use `import type` for what a message carries, and put behaviour into worker, host or webview.',
  },
  {
    layer: 'worker',
    from: worker,
    values: [util, engine, model, formats, language, scene, protocol],
    packages: true,
    node: false,
    instead:
      'worker handlers run in Node and in the browser: keep Node in files named *.node.ts and hand it in as an argument; vscode belongs to host.',
  },
  {
    layer: 'host',
    from: host,
    values: [util, protocol],
    types: [engine, model, language, scene],
    packages: true,
    node: true,
    instead:
      'nothing is computed on the extension host: ask a worker through protocol, and use `import type` for what it answers.',
  },
  {
    layer: 'extension',
    from: extension,
    values: [util, protocol, host],
    packages: true,
    node: true,
    instead: 'extension.ts only wires: put the code into host, or into a worker behind protocol.',
  },
  {
    layer: 'cli',
    from: cli,
    values: [util, engine, model, formats, language],
    packages: true,
    node: true,
    instead:
      'the command line uses the same analysis as the editor without the editor: share through the pure layers.',
  },
  {
    layer: 'webview',
    from: webview,
    values: [protocol, scene, util],
    types: [model, engine],
    packages: true,
    node: false,
    instead:
      'the panel shows what it is sent: ask for it through protocol, and use `import type` for what the answer holds.',
  },
];

const ours = '^(src|webview|test)/';

/**
 * @param {Layer} layer
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function rulesOf({ layer, from, values, types = [], packages, node, instead }) {
  const source = layer === 'worker' ? { path: from, pathNot: workerEntry } : { path: from };
  return [
    {
      name: `${layer}-imports`,
      severity: 'error',
      comment: instead,
      from: source,
      to: { path: ours, pathNot: [from, ...values, ...types] },
    },
    ...types.map((target) => ({
      name: `${layer}-imports-types-only`,
      severity: /** @type {const} */ ('error'),
      comment: instead,
      from: source,
      to: {
        path: target,
        pathNot: [from, ...values],
        dependencyTypesNot: /** @type {['type-only']} */ (['type-only']),
      },
    })),
    ...(packages
      ? []
      : [
          {
            name: `${layer}-without-packages`,
            severity: /** @type {const} */ ('error'),
            comment: `${layer} stands on its own. ${instead}`,
            from: source,
            to: { path: 'node_modules' },
          },
        ]),
    ...(node
      ? []
      : [
          {
            name: `${layer}-without-node`,
            severity: /** @type {const} */ ('error'),
            comment: `${layer} also runs in the browser, where Node's modules do not exist. ${instead}`,
            from: source,
            to: { dependencyTypes: /** @type {['core']} */ (['core']) },
          },
        ]),
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers.flatMap(rulesOf),
    {
      name: 'worker-entry-imports',
      severity: 'error',
      comment: 'An entry connects the handlers to one kind of thread: put everything else into the handlers.',
      from: { path: workerEntry },
      to: { path: ours, pathNot: [worker, util, protocol] },
    },
    {
      name: 'vscode-only-in-host',
      severity: 'error',
      comment: 'Only host talks to the editor: return plain data and convert it in src/host.',
      from: { path: '^(src|webview)/', pathNot: [host, extension] },
      to: { path: '(^|/)vscode$|@types/vscode' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Move what both files need into a third one that imports neither.',
      from: { path: ours },
      to: { circular: true },
    },
    {
      name: 'every-file-has-a-layer',
      severity: 'error',
      comment: 'Put the file into one of the layers of DESIGN.md, or add the layer there and here.',
      from: { path: '^src/', pathNot: layers.map(({ from }) => from) },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'Install the package and pin it in package.json, or correct the path.',
      // The peers of the engine's benchmark are installed on demand, in a folder of their own.
      from: { path: ours, pathNot: '^test/bench/engine/run-in-node\\.mjs$' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/|^test/(fixtures|golden|output)/|^test/.*/node_modules/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
  },
};
