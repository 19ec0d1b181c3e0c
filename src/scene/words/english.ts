import { lessonEnglish } from './lesson-english.ts';
import { operationsEnglish } from './operations-english.ts';
import { grouped } from '../numbers.ts';

/** What a cell's sum runs over besides its window. */
export interface SumOver {
  /** The channels of its group where there are several. */
  readonly channels: 'one' | 'group' | 'all';
  readonly slices: boolean;
}

function sumText({ channels, slices }: SumOver): string {
  const parts = [
    channels === 'one' ? '' : channels === 'all' ? 'all channels' : 'all channels of its group',
    slices ? 'all slices of the kernel' : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : `, over ${parts.join(' and ')}`;
}

/** Every word that the pictures and the panel around them show, in English. Other languages have the same shape. */
export const english = {
  locale: 'en',
  layers: (count: number) => `${grouped(count)} ${count === 1 ? 'layer' : 'layers'}`,
  output: (shape: string) => `Output ${shape}.`,

  verdicts: {
    fits: 'fits',
    'padding-unused': 'padding unused',
    overhang: 'window overhangs',
    subsampled: 'subsampled',
    'pixels-lost': 'pixels lost',
    impossible: 'impossible',
  },

  sizes: {
    title: 'Input size',
    axis: (axis: number, rank: number) => ['depth', 'height', 'width'].slice(-rank)[axis] ?? 'size',
    reset: 'Back to the file’s',
    onlyTried: 'tried, not in the file',
    tried: (size: string) => `Tried, not in the file: input ${size}`,
    below: 'Nearest size below that suits best',
    above: 'Nearest size above that suits best',
    grades: {
      fits: 'every layer fits',
      keeps: 'rounded, no pixel lost',
      runs: 'runs, pixels lost',
      refused: 'does not run',
    },
    asFarAsKnown: (grade: string) => `${grade}, as far as known`,
  },

  compare: {
    title: 'Compare …',
    with: (label: string) => `Compared with ${label}:`,
    added: (count: number) => `${grouped(count)} added`,
    changed: (count: number) => `${grouped(count)} changed`,
    removed: (count: number) => `${grouped(count)} removed`,
    changedOf: (changed: number, count: number) => `${grouped(changed)} of ${grouped(count)} layers changed`,
    isNew: 'new',
    was: (text: string) => `was ${text}`,
    end: 'End comparison',
  },

  flow: {
    title: 'Gradient flow',
    explain:
      'Run the whole network forward and backward to see how large its activations and gradients are, layer by layer. Weights that the file does not hold are made up from a seed.',
    chart: 'Norms, layer by layer',
    value: 'activations ‖Z‖',
    gradient: 'gradients ‖dZ‖',
    magnitude: 'Backward lane: gradients ‖dZ‖, logarithmic',
    distribution: 'distribution of Z',
    none: 'none',
    zeros: (share: string) => `${share} zeros`,
    layer: (id: string, value: string, gradient: string, zeros: string) =>
      `${id}: activations ${value}, gradients ${gradient}, ${zeros} zeros.`,
    stale: 'The text or the input size has changed since: run again.',
    loss: 'Loss',
    run: 'Run',
    stop: 'Stop',
    choices: { weights: 'Weights', input: 'Input', loss: 'Loss', mode: 'Norms', arithmetic: 'Arithmetic' },
    options: {
      kaiming: 'Kaiming',
      xavier: 'Xavier',
      ones: 'ones',
      ramp: 'ramp',
      noise: 'noise',
      checkerboard: 'checkerboard',
      sum: 'sum',
      'cross-entropy': 'cross-entropy',
      training: 'training',
      inference: 'inference',
      fast: 'fast, float32',
      exact: 'exact, float64',
    },
  },

  exports: {
    title: 'Export …',
    making: 'Exporting …',
    made: (percent: number) => `Exporting … ${percent} %`,
    stop: 'Stop',
    stopWhy: 'Stop the export: no file is written',
    svg: 'SVG',
    'png-1': 'PNG, 1×',
    'png-2': 'PNG, 2×',
    'png-3': 'PNG, 3×',
    'png-4': 'PNG, 4×',
    animation: 'Animation, SVG',
    markdown: 'Table, Markdown',
    link: 'Copy a link to here',
  },

  network: {
    noLayers: 'This network has no layer yet. Write one, and it appears here.',
    unreached: (parameters: string) =>
      `No layer of this network is reached from its input, so there is nothing to draw. Its ${parameters} are those of the layers that it creates.`,
    onlyInput:
      'Only the input is there so far. Add a layer below it, for example a convolution, and it appears here. Or look at the example.',
    shownAs: 'Shown as',
    graph: 'Graph',
    table: 'Table',
    flow: 'Gradient flow',
    search: 'Find layers',
    notFound: 'No layer has this in its name, type or shape (64×56×56).',
    found: (place: number, count: number) => `${grouped(place)} / ${grouped(count)}`,
    columns: {
      layer: 'Layer',
      type: 'Type',
      output: 'Output',
      parameters: 'Parameters',
      multiplyAdds: 'Multiply-adds',
      receptiveField: 'Receptive field',
      memory: 'Memory',
      verdict: 'Fit',
    },
  },

  stages: {
    input: 'Input',
    pad: 'Pad',
    correlate: 'Slide and sum',
    pool: 'Pool',
    apply: 'Apply',
    multiply: 'Multiply',
    gradient: 'dZ',
    spread: 'Spread',
    tail: 'Tail zeros',
    border: 'Border',
    kernel: 'Kernel',
    rotate: 'Rotate',
    sweep: 'Sweep',
    crop: 'Crop',
    scatter: 'Scatter',
    route: 'Route',
    mask: 'Mask',
    slide: 'Slide dZ',
    'sum-bias': 'Sum db',
  },

  /** What one sees in a stage, with its numbers in place. */
  explain: {
    input: (size: string) => `One channel of the input, ${size} cells.`,
    pad: (padding: string) => `Padding: ${padding} on each side.`,
    correlate: (kernel: string, step: string, target: string, over: SumOver) =>
      `The ${kernel} kernel moves ${step} at a time. Each cell of ${target} is the sum of kernel times window${sumText(over)}.`,
    dilated: (apart: string) => `Its cells lie ${apart} apart: what is between them is not read.`,
    pool: (kernel: string, step: string, what: string) =>
      `A ${kernel} window moves ${step} at a time. Each output cell is the ${what} of its window.`,
    relu: 'What is below 0 becomes 0, the rest stays.',
    multiply: 'Each output is one row of W times all inputs.',
    gradient: (name: string, size: string) =>
      `${name}, how the loss changes with each output cell: ${size} cells.`,
    spread: (name: string, zeros: string) =>
      `Windows stand one stride apart: ${zeros} between the cells of ${name}.`,
    tail: (left: string, target: string) =>
      `The last window leaves ${left} over. As many zeros at the end keep their place; without them ${target} comes out too small.`,
    border: (zeros: string) => `With ${zeros} on every side, each kernel cell meets each of these cells.`,
    kernel: 'The kernel as it stands in the forward pass.',
    rotate: 'The kernel is turned by 180°, and its input and output channels change places.',
    sweep: (target: string, padded: boolean) =>
      `The turned kernel moves one cell at a time. Each sum is one cell of ${target}${padded ? ', padding included' : ''}.`,
    crop: (target: string, padding: string) =>
      `The padding is cut off: ${padding} on each side. What is left is ${target}.`,
    /** Of a result that lacks its last cells: the tail's zeros were forgotten. `padding` is null where there is none. */
    cropWrong: (target: string, padding: string | null) =>
      padding === null
        ? `There is no padding to cut off. This is not ${target}: it is too small.`
        : `The padding is cut off: ${padding} on each side. What is left is not ${target}: it is too small.`,
    cropNone: (target: string) => `There is no padding to cut off: this is ${target}.`,
    scatter: (source: string, target: string) =>
      `Each cell of ${source} adds itself times the kernel into its window. The sum is the same ${target}.`,
    /** What a target of scattering holds before the first step; a gradient has no bias. */
    startsFrom: ({ channels, slices, bias }: SumOver & { readonly bias: boolean }) =>
      `It starts from what is not shown here: ${[channels === 'one' ? '' : 'other channels', slices ? 'other slices' : '', bias ? 'the bias' : ''].filter(Boolean).join(', ')}.`,
    routeMax: 'Each gradient goes to the cell that won its window. All others get nothing.',
    routeAverage: 'Each gradient goes to its whole window in equal parts.',
    mask: 'Where the input was above 0 the gradient passes, elsewhere it stops.',
    multiplyBack: 'Each input gets back what it gave: the column of W times dZ.',
    slide: (moving: string, still: string, padded: boolean, step: string) =>
      `${moving} slides over ${padded ? 'the padded ' : ''}${still}, ${step} at a time. Each sum is the gradient of one kernel cell.`,
    outer: 'Each weight gets its input times the gradient of its output.',
    sumBias: 'The bias touched every output cell, so its gradient is the sum of dZ.',
  },

  ledger: {
    window: (kernel: string) => `${kernel} · window`,
    others: 'other channels',
    othersOfVolume: 'other channels, slices',
    otherSlices: 'other slices',
    bias: 'bias',
    maximum: (count: number) => `greatest of ${count}`,
    sum: (count: number) => `sum of ${count}`,
    divisor: 'divided by',
    products: (count: number) => (count === 1 ? '1 product' : `${count} products`),
    rest: 'products not shown',
    samples: 'other samples',
    samplesAndSlices: 'other samples, slices',
    share: 'share each',
    winner: 'to the winner',
    elsewhere: 'to a winner in another slice',
    nowhere: 'to no cell',
    masked: 'mask',
  },

  /** Between the last two of a list of numbers. */
  and: (others: string, last: string) => `${others} and ${last}`,
  /** Behind a number for each axis. */
  ofAxes: (axes: string) => ` (${axes})`,
  zeros: (count: string) => (count === '1' ? '1 zero' : `${count} zeros`),
  cells: (count: string) => (count === '1' ? '1 cell' : `${count} cells`),
  /** Before “kernel” or “window”, along one axis. */
  cellsWide: (count: number) => `${count}-cell`,
  mean: 'mean',
  greatest: 'greatest value',
  partOf: (size: string, whole: string) => `${size} of ${whole}`,
  windowsOf: (shown: string, all: string) => `${shown} of ${all} windows`,
  /** Which one of several, counted from 0 as in the indices. */
  channelOf: (channel: number, count: number) => `channel ${channel} (0…${count - 1})`,
  channelShort: (channel: number) => `channel ${channel}`,
  sliceOf: (slice: number, count: number) => `slice ${slice} (0…${count - 1})`,
  paddingSlice: 'slice of padding',
  padded: 'padded',
  rotated: 'rotated',
  uncropped: 'uncropped',
  unread: 'never read',
  tailZeros: 'tail',
  gapZeros: 'between',
  borderZeros: 'border',
  paddingZeros: 'padding',
  presets: {
    picture: 'picture',
    noise: 'noise',
    ramp: 'ramp',
    edge: 'edge',
    'one-hot': 'one hot',
    ones: 'ones',
    file: 'from file',
    sobel: 'Sobel',
    'box-blur': 'box blur',
  },

  /** Between two sentences. */
  between: ' ',
  /** Between two parts of a list. */
  comma: ', ',
  /** Between a name and what is said of it. */
  colon: ': ',
  /** At the end of a sentence. */
  stop: '.',
  operations: operationsEnglish,

  lesson: lessonEnglish,

  panel: {
    loading: 'Loading …',
    reading: (file: string) => `Reading ${file} …`,
    computing: 'Computing …',
    workerLost: 'The computation has stopped. Choose the layer again to start it anew.',
    noAnswer: 'No answer came in time. Try again, or a smaller input.',
    failed: (message: string) => `ConvLens failed (${message}). Please report it.`,
    outdated: 'The file has changed meanwhile. Try again.',
    fixRefused: 'The fix was not applied: the text has changed meanwhile. Try again.',
    shapesOnly:
      'ConvLens knows the shapes of this layer, but does not play its numbers: it plays convolutions, pools, ReLU and linear layers.',
    network: 'Network',
    layer: 'Layer',
    layerList: 'Layers of the network',
    example: 'Example',
    exampleSummary: 'Conv 3×3 → ReLU → Max pool 2×2: follow the gradient back through all three',
    input: (size: string) => `Input ${size}`,
    chooseInput: 'Choose another input size',
    inputOrigins: {
      file: 'from the file',
      comment: 'from a comment',
      setting: 'from the settings',
      memory: 'chosen by you',
      argument: 'as asked for',
      default: 'the default',
      inferred: 'inferred',
    },
    parameters: (count: string) => `${count} parameters`,
    multiplyAdds: (count: string) => `${count} multiply-adds`,
    atLeast: (amount: string) => `at least ${amount}`,
    line: (line: number) => `Line ${line}`,
    zoom: 'Zoom',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit',
    passes: 'Passes and their stages',
    pictureOf: (pass: string) => `${pass}, as a picture. The same in words follows.`,
    player: 'Player',
    play: 'Play',
    pause: 'Pause',
    back: 'Step back',
    forth: 'Step forward',
    scrub: 'Position in the pass',
    speed: 'Speed',
    values: 'Values',
    space: 'Space',
    inChannel: 'in',
    outChannel: 'out',
    slice: 'output slice',
    kernelSlice: 'kernel slice',
    keys: 'Keys',
    close: 'Close',
    pin: 'Pin',
    pinWhy: 'Pin: stay on this layer while the cursor moves',
    unpin: 'Unpin: follow the cursor again',
    keyList: [
      ['Space', 'Play or pause'],
      ['← →', 'Step back, step forward'],
      ['Shift ← →', 'Stage before, next stage'],
      ['Home End', 'To the beginning, to the end'],
      ['1 … 9', 'Tab: forward, backward …'],
      ['Tab, then ← → Home End', 'Go through a row of tabs; a greyed one says why this layer lacks it'],
      ['+ −', 'Faster, slower'],
      ['e', 'Write a cell over; Tab goes on to the next'],
      ['c', 'Check gradients by finite differences'],
      ['p', 'Pin the panel, or let it follow the cursor again'],
      ['Esc', 'Back to the network'],
      ['Tab, then ← → Home End Enter', 'Choose a layer in the network and open it, or unfold a block'],
      ['Tab, then −', 'Fold the block around the chosen layer'],
      ['Enter, Shift Enter', 'In the search: the next layer found, the one before'],
      ['Tab, then ↑ ↓ ← →', 'Move the cell of the receptive field'],
      ['Tab, then ↑ ↓ Page ↑ Page ↓ Home End', 'Scroll the gradient flow'],
      ['?', 'This list'],
    ] as readonly (readonly [string, string])[],
  },

  step: (step: number, count: number) => `Step ${grouped(step)} of ${grouped(count)}`,
};

type Widened<T> = T extends string
  ? string
  : T extends readonly unknown[]
    ? T
    : T extends (...parameters: infer Parameters) => string
      ? (...parameters: Parameters) => string
      : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Words = Widened<typeof english>;
