/** Every word that the pictures and the panel around them show, in English. Other languages have the same shape. */
export const english = {
  locale: 'en',
  layers: (count: number) => `${count} ${count === 1 ? 'layer' : 'layers'}`,
  output: (shape: string) => `Output ${shape}.`,
  forwardLane: 'forward',
  backwardLane: 'gradients',

  passes: {
    forward: 'Forward',
    'backward-data': 'Backward dX',
    'backward-data-scatter': 'Backward dX, scattering',
    'backward-weights': 'Backward dW',
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
    pad: (padding: string) => `Padding puts ${padding} zeros around the input.`,
    padNone: 'This layer adds no padding: the windows start at the first cell.',
    correlate: (kernel: string, step: string) =>
      `The ${kernel} kernel moves ${step} at a time. Each output cell is the sum of kernel times window, over all channels.`,
    pool: (kernel: string, step: string, what: string) =>
      `A ${kernel} window moves ${step} at a time. Each output cell is the ${what} of its window.`,
    relu: 'What is below 0 becomes 0, the rest stays.',
    multiply: 'Each output is one row of W times all inputs.',
    gradient: (size: string) => `dZ, how the loss changes with each output cell: ${size} cells.`,
    spread: (zeros: string) =>
      `The windows stood one stride apart, so ${zeros} zeros come between the cells of dZ.`,
    spreadNone: 'Stride 1: the cells of dZ already stand where the windows stood.',
    tail: (zeros: string) =>
      `No window read the last ${zeros} cells. As many zeros at the end keep their place; without them dX comes out too small.`,
    tailNone: 'The windows reach the end: no zeros are needed here.',
    border: (zeros: string) => `${zeros} zeros on every side let each kernel cell meet each gradient.`,
    rotate: 'The kernel is turned by 180°, and its input and output channels change places.',
    sweep:
      'The turned kernel moves one cell at a time: each sum is the gradient of one cell of the padded input.',
    crop: (padding: string) =>
      `Padding is no input: ${padding} cells are cut off, and dX has the shape of X.`,
    cropNone: 'There was no padding to cut off: this is dX.',
    scatter:
      'Each cell of dZ adds its kernel times itself into the window that it read. The sum is the same dX.',
    routeMax: 'Each cell of dZ goes to the cell that won its window. All others get nothing.',
    routeAverage: 'Each cell of dZ goes to its whole window in equal parts.',
    mask: 'Where the input was above 0 the gradient passes, elsewhere it stops.',
    multiplyBack: 'Each input gets back what it gave: the column of W times dZ.',
    slide: (step: string) =>
      `dZ, spread by the stride, slides over the padded input ${step} at a time. Each sum is the gradient of one kernel cell.`,
    outer: 'Each weight gets its input times the gradient of its output.',
    sumBias: 'The bias touched every output cell, so its gradient is the sum of dZ.',
  },

  ledger: {
    window: 'kernel · window',
    others: 'other channels',
    before: 'already there',
    bias: 'bias',
    maximum: (count: number) => `greatest of ${count}`,
    sum: (count: number) => `sum of ${count}`,
    divisor: 'divided by',
    products: (count: number) => `${count} products`,
    rest: 'products not shown',
    samples: 'other samples',
    cell: 'cells',
    share: 'share each',
    winner: 'to the winner',
    nowhere: 'to no cell',
    masked: 'mask',
  },

  mean: 'mean',
  greatest: 'greatest value',
  channelOf: (channel: number, count: number) => `channel ${channel} of ${count}`,
  padded: 'padded',
  trimmed: 'padded',
  rotated: 'rotated',
  uncropped: 'uncropped',
  unread: 'never read',
  tailZeros: 'tail',
  gapZeros: 'between',
  borderZeros: 'border',
  paddingZeros: 'padding',
  step: (step: number, count: number) => `Step ${step} of ${count}`,
};

type Widened<T> = T extends string
  ? string
  : T extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Words = Widened<typeof english>;
