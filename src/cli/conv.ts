import { join } from 'node:path';
import { convolutionFiles } from '../engine/numpy/convolution-files.ts';
import { kernelsOf } from './kernels.ts';
import { choiceOf, parseOptions, wholeOf, wholesOf } from './options.ts';
import { exitCodes, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** `convlens conv`: one convolution forward and backward over NumPy files. */
export function conv(args: readonly string[], terminal: Terminal): ExitCode {
  const { options, files } = parseOptions(args, {
    x: 'text',
    w: 'text',
    b: 'text',
    dz: 'text',
    stride: 'text',
    padding: 'text',
    dilation: 'text',
    'output-padding': 'text',
    groups: 'text',
    transposed: 'switch',
    layout: 'text',
    mode: 'text',
    out: 'text',
  });
  if (files[0] !== undefined) throw new UsageError(`\`convlens conv\` takes options only, not ${files[0]}.`);
  const { x, w, out: folder } = options;
  if (x === undefined || w === undefined || folder === undefined) {
    throw new UsageError('`convlens conv` needs --x, --w and --out.');
  }
  const mode = choiceOf('--mode', options.mode, ['exact', 'fast']);
  const read = (path: string): Uint8Array => {
    const bytes = terminal.read(path);
    if ('failure' in bytes) throw new UsageError(bytes.failure);
    return bytes;
  };
  const result = convolutionFiles({
    x: read(x),
    w: read(w),
    b: options.b === undefined ? null : read(options.b),
    dz: options.dz === undefined ? null : read(options.dz),
    stride: wholesOf('--stride', options.stride, 1),
    padding: wholesOf('--padding', options.padding, 0),
    dilation: wholesOf('--dilation', options.dilation, 1),
    outputPadding: wholesOf('--output-padding', options['output-padding'], 0),
    groups: wholeOf('--groups', options.groups, 1) ?? 1,
    transposed: options.transposed,
    layout: choiceOf('--layout', options.layout, ['nchw', 'nhwc']),
    mode,
    kernels: kernelsOf(mode),
  });
  if (!result.ok) throw new UsageError(result.reason);
  for (const { name, shape, bytes } of result.files) {
    const path = join(folder, name);
    terminal.write(path, bytes);
    terminal.out(`${path}  [${shape.join(', ')}]\n`);
  }
  return exitCodes.clean;
}
