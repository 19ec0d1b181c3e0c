import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { InferenceMemory } from '../../../../src/model/shapes/inference-memory.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const net = `import torch
from torch import nn
from .blocks import conv

class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.body = conv(3)

    def forward(self, x):
        return self.body(x)
`;

const block = (width: number, head = ''): string =>
  `from torch import nn\n${head}\ndef conv(inside):\n    return nn.Conv2d(inside, ${width}, 3)\n`;

/** A workspace that changes, and what one editor that stays open shows of `models/net.py`: the shape at the end, or null. */
function workspace(files: Record<string, string>) {
  const format = createPythonFormat();
  const memory = new InferenceMemory();
  return {
    files,
    shown: (text = net) => {
      const { models } = analyze(
        { path: 'models/net.py', text },
        [format],
        {
          inputs: [],
          readFile: (path) => files[path] ?? null,
        },
        { memory },
      );
      return models[0]?.layers.at(-1)?.outputShapes[0] ?? null;
    },
  };
}

test('a file that is imported changes, and changes back', () => {
  const { files, shown } = workspace({ 'models/blocks.py': block(4) });
  expect(shown()).toEqual([1, 4, 6, 6]);
  files['models/blocks.py'] = block(5);
  expect(shown()).toEqual([1, 5, 6, 6]);
  files['models/blocks.py'] = block(4);
  expect(shown()).toEqual([1, 4, 6, 6]);
});

test('a file changes that an imported one imports', () => {
  const { files, shown } = workspace({
    'models/blocks.py': 'from .more import conv\n',
    'models/more.py': block(4),
  });
  expect(shown()).toEqual([1, 4, 6, 6]);
  files['models/more.py'] = block(7);
  expect(shown()).toEqual([1, 7, 6, 6]);
});

test('a file that was missing is created, and deleted again', () => {
  const { files, shown } = workspace({});
  expect(shown()).toBe(null);
  files['models/blocks.py'] = block(6);
  expect(shown()).toEqual([1, 6, 6, 6]);
  delete files['models/blocks.py'];
  expect(shown()).toBe(null);
});

test('a file is renamed, and the import with it', () => {
  const { files, shown } = workspace({ 'models/blocks.py': block(4) });
  expect(shown()).toEqual([1, 4, 6, 6]);
  files['models/parts.py'] = block(4);
  delete files['models/blocks.py'];
  expect(shown()).toBe(null);
  expect(shown(net.replace('.blocks', '.parts'))).toEqual([1, 4, 6, 6]);
});

test('a module becomes a package, and the module is found before it', () => {
  const { files, shown } = workspace({ 'models/blocks/__init__.py': block(4) });
  expect(shown()).toEqual([1, 4, 6, 6]);
  files['models/blocks.py'] = block(9);
  expect(shown()).toEqual([1, 9, 6, 6]);
  delete files['models/blocks.py'];
  expect(shown()).toEqual([1, 4, 6, 6]);
});

test('what an imported file sets when it is loaded is of its new text', () => {
  const text = net.replace('import conv', 'import conv, width').replace('conv(3)', 'nn.Conv2d(3, width, 1)');
  const { files, shown } = workspace({ 'models/blocks.py': block(4, 'width = 2') });
  expect(shown(text)).toEqual([1, 2, 8, 8]);
  files['models/blocks.py'] = block(4, 'width = 3');
  expect(shown(text)).toEqual([1, 3, 8, 8]);
});

test('an edit of the document between two changes sees the latest of both', () => {
  const { files, shown } = workspace({ 'models/blocks.py': block(4) });
  shown();
  files['models/blocks.py'] = block(5);
  expect(shown(net.replace('8x8', '9x9'))).toEqual([1, 5, 7, 7]);
  expect(shown()).toEqual([1, 5, 6, 6]);
});

test('an imported file that is open counts as it stands in the editor, and as it is saved once it is closed', async () => {
  const disk: Record<string, string> = { '/w/models/blocks.py': block(4) };
  const handlers = analysisHandlers([createPythonFormat()], (path) => disk[path] ?? null);
  const { token } = new CancellationSource();
  const address = (name: string): string => `file:///w/models/${name}`;
  const open = async (name: string, version: number, text: string) =>
    handlers.analyze(
      {
        uri: address(name),
        path: `/w/models/${name}`,
        version,
        content: { kind: 'text', text },
        choices: { inputs: [] },
        severities: {},
      },
      { token },
    );
  let version = 0;
  const last = async () => {
    await open('net.py', ++version, net);
    const view = await handlers.network({ uri: address('net.py'), version, model: 0 }, { token });
    return 'layers' in view ? view.layers.at(-1)?.outputShapes[0] : null;
  };
  expect(await last()).toEqual([1, 4, 6, 6]);
  await open('blocks.py', 1, block(5));
  expect(await last()).toEqual([1, 5, 6, 6]);
  await open('blocks.py', 2, block(6));
  expect(await last()).toEqual([1, 6, 6, 6]);
  disk['/w/models/blocks.py'] = block(7);
  expect(await last()).toEqual([1, 6, 6, 6]);
  await handlers.forget({ uri: address('blocks.py') }, { token });
  expect(await last()).toEqual([1, 7, 6, 6]);
});
