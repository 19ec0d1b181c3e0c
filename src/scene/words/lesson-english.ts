import { grouped } from '../numbers.ts';

const matrixOf = (isPart: boolean): string =>
  isPart ? 'What one channel gives to another, as a matrix' : 'The layer as one matrix';

/** Words of a layer's lessons: tabs and ways, code and its mistakes, what the newer stages show. */
export const lessonEnglish = {
  tabs: {
    forward: 'Forward',
    data: 'Backward dX',
    weights: 'Backward dW',
    im2col: 'im2col',
    sharing: 'Weights',
    reads: 'Reads',
    code: 'Code',
  },
  /** Why a layer lacks a tab. */
  absent: {
    'columns-of-convolutions':
      'im2col is of convolutions. A transposed one goes the other way: its forward pass is col2im, see Forward, By scattering.',
    'pools-learn-nothing':
      'A pool has no weights: there is no dW, and nothing to share. What it does to its windows stands under im2col, by which outputs a cell is read under Reads.',
  },
  absentTab: (title: string, reason: string) => `${title} is not here. ${reason}`,
  ways: 'Ways to do it',
  /** What tells the ways under one tab apart. */
  way: {
    forward: 'Forward',
    'forward-scatter': 'By scattering',
    'forward-agree': 'Both',
    'backward-data': 'By formula',
    'backward-data-scatter': 'By scattering',
    'backward-data-agree': 'Both',
    'backward-weights': 'Backward dW',
    im2col: 'Forward',
    'im2col-data': 'dX',
    'im2col-weights': 'dW',
    sharing: 'Weights',
    reads: 'Reads',
    'code-forward': 'Forward',
    'code-formula': 'By formula',
    'code-scatter': 'By scattering',
    'code-bounds': 'By index bounds',
    'code-backward': 'Backward',
  },
  byFormula: 'By formula',
  trueConvolution: 'True convolution',
  trueConvolutionWhy: 'Rotate the kernel first, as mathematics does. Frameworks correlate.',
  codeOf: (way: string) => `${way}, as NumPy code`,
  codeOfGroup: (groups: number, inputs: number, outputs: number) =>
    `The layer has ${groups} groups, and this code is of one: C_prev = ${inputs} and C = ${outputs} are its own.`,
  copyCode: 'Copy',
  copied: 'Copied',
  copyCodeWhy: 'Copy as Python that runs: with spread, pad and conv',
  raised: 'NumPy stops here.',

  whatIsWrong: 'What is wrong',
  fixes: (count: number) => (count === 1 ? '1 fix' : `${count} fixes`),
  noOutput: 'This layer gives nothing: it is refused as it stands. Apply a fix, and its numbers appear here.',
  misfit: (size: number, stride: number, cells: number) =>
    `${size} cells, stride ${stride}: the last window ends ${cells} ${cells === 1 ? 'cell' : 'cells'} off the end.`,
  alongRows: 'rows',
  alongColumns: 'columns',
  alongBoth: 'rows and columns alike',
  alongSlices: 'slices',
  alongSeveral: (axes: number) => `${axes} axes alike`,
  lastCells: (shown: number, all: number) => `last ${shown} of ${all} cells`,
  nothingLeft: 'no cell is left over',
  leftOver: (cells: number) => `${cells} ${cells === 1 ? 'cell is' : 'cells are'} left over`,
  reachesOver: (cells: number) => `the last window reaches ${cells} ${cells === 1 ? 'cell' : 'cells'} over`,
  fieldTab: 'Receptive field',
  fieldOf: (part: string, whole: string) => `reads ${part} of ${whole}`,
  fieldItself: (whole: string) => `one of ${whole}`,
  fieldLeftOut: (count: number) => `${grouped(count)} tensors between them are not shown.`,
  fieldExplain: (cell: string) =>
    `Output cell ${cell}, and the part that it reads of every tensor before it. Point at another cell of the first.`,
  equations: 'Equations',
  /** Of a plane that is too large to be gone through cell by cell. */
  range: (least: string, most: string) => `from ${least} to ${most}`,
  newValue: (cell: string) => `New value of ${cell}`,
  noNumber: (text: string) => (text === '' ? 'Write a number.' : `${text} is no number.`),
  /** At the end of what a tensor can be filled with. */
  openFile: 'a file …',
  fileOf: (tensor: string) => `File for ${tensor}`,
  resetValues: 'Reset values',
  /** What the numbers of a lesson are computed in. */
  arithmeticWhy: {
    exact: 'All numbers of this layer are computed in float64, in the order of the definition.',
    fast: 'This layer is so large that it is computed in float32: the last digits are rounded, and two ways to one result differ by that.',
  },
  notTaken: (file: string) => `${file} is neither a .npy file nor a picture of at most 64 MiB.`,
  notBroughtBack: (files: string) => `Dropped in before, and not kept: ${files}. Drop it in once more.`,
  refusals: {
    shapesOnly: (type: string) => `${type} has no numbers to show: ConvLens knows its shapes only.`,
    tooManyValues: (values: string) =>
      `This layer holds ${values} values, too many to compute here. Try a smaller input.`,
    npyUnread: (file: string) =>
      `${file} cannot be read as a NumPy array. Save it with numpy.save as float64 or float32.`,
    npyShape: (file: string, shape: string, tensor: string, expected: string) =>
      `${file} has shape ${shape}. ${tensor} is ${expected}.`,
  },
  check: 'Check gradients',
  checkHint:
    'Point at a cell of X, W, dX or dW, or step to one: its gradient is compared with a finite difference.',
  checkHintOfChain:
    'Point at a cell of X, W, Z or A, or of its gradient, or step to one: its gradient is compared with a finite difference through all that comes after it.',
  checkedCell: (name: string, analytic: string, numeric: string) =>
    `${name} = ${analytic}, finite difference ${numeric}`,
  notSmooth: 'The loss has a kink here: two values of a window are equal, or one is 0.',
  mistakes: 'Mistakes',
  toMistake: 'What comes out of it',
  mistake: {
    tail: 'The textbook bug: no zeros for the tail',
    bias: 'Bias of C values, not C_prev',
    stride: 'dW strides by S instead of spreading dZ',
    /** With the axes as they come out, where the kernel has more than one. */
    transposed: (axes: string) =>
      axes ? `dW’s kernel axes in reverse: ${axes}` : 'dW’s kernel axes in reverse',
    mean: 'Mean over the batch, not the sum',
    bounds: 'x′ bounded by the input’s size',
    ties: 'Mask of all greatest cells, not of one winner',
  },
  /** Why a mistake changes nothing in this layer. */
  harmless: {
    tail: 'Nothing to see here: t = 0, so no zeros are forgotten and both agree.',
    bias: 'Nothing to see here: C is 1 or equals C_prev.',
    stride: 'Nothing to see here: stride and dilation are 1.',
    transposed: 'Nothing to see here: the kernel has one cell.',
    mean: 'Nothing to see here: the batch has one sample.',
    bounds: 'Nothing to see here: no bound lies beyond the output.',
    ties: 'Nothing to see here: no window of this channel has two greatest cells. Fill X with one hot, or a constant part.',
    'one-axis': 'Nothing to see here: a kernel of one axis has none to change places with.',
    'one-channel':
      'No error here: with C_prev = 1 NumPy repeats the one channel for every value of the bias. dX comes out in C equal channels, and nothing is said.',
    'own-bias':
      'Nothing to see here: what the inner convolution makes is Z, and its bias has C values by right.',
  },

  flip: 'The kernel is turned by 180° before it slides: the true convolution. Frameworks leave this out.',
  collect: (source: string, window: string) =>
    `Each cell of ${source} adds itself times the window of ${window} that it read. The sum is dW.`,
  readers: (source: string, target: string) =>
    `Point at a cell of ${source} to see the cells of ${target} that read it, and the kernel cells that they read it through.`,
  writers: (output: string, input: string) =>
    `Point at a cell of ${output} to see the cells of ${input} that add to it, and the kernel cells that they add through.`,
  poolReaders: (source: string, target: string, isMax: boolean) =>
    isMax
      ? `Point at a cell of ${source} to see the cells of ${target} that read it. It gets the gradient of those whose window it wins.`
      : `Point at a cell of ${source} to see the cells of ${target} that read it. Each gives it an equal share.`,
  reduce: (isMax: boolean) =>
    isMax
      ? 'Each column is a window. Its greatest value is one output; padding counts as −∞ and never wins.'
      : 'Each column is a window. The mean of it is one output.',
  /** `to`: the cell that won, or all cells of a window, or those that are no padding. */
  handBack: (to: 'winner' | 'all' | 'counted') =>
    to === 'winner'
      ? 'Each gradient goes into its column, to the row of the cell that won. The rest of the column gets nothing.'
      : `Each gradient is shared out over its column in equal parts.${to === 'all' ? '' : ' What does not count in the divisor gets nothing.'}`,
  unroll: (kernel: string) =>
    `Each ${kernel} window becomes a column of M, cell below cell, channel below channel.`,
  unrollPool: (kernel: string) =>
    `Each ${kernel} window of this channel becomes a column of M, cell below cell.`,
  unrollVolume: (kernel: string) =>
    `Each ${kernel} window becomes a column of M, cell below cell, slice below slice, channel below channel.`,
  windowsOfSlice: (slice: number, count: number) =>
    `Shown are the windows of output slice ${slice} (0…${count - 1}).`,
  /** Counts of a volume: of all its slices, one of which is shown. */
  countedSlice: (slice: number, count: number) =>
    `All slices count; shown is slice ${slice} (0…${count - 1}).`,
  countedPadding: 'Shown is a slice of padding: only cells of the volume itself are counted.',
  slicesOfMatrix: (output: number, kernel: number) =>
    `Shown is what output slice ${output} reads through kernel slice ${kernel}.`,
  product: 'Each kernel is a row of W. One matrix product makes all outputs: row times column.',
  productBack: 'Wᵀ times dZ: what every window gets back, as columns.',
  productKernel: 'dZ times Mᵀ: each kernel cell is a sum over all windows.',
  fold: (tensor: string, size: string) => `The row folds back into ${tensor}, ${size}.`,
  foldBack:
    'col2im: each column is added back into the window that it came from. Where windows overlap, sums grow.',
  /** `isPart`: of one of several pairs of channels, or of slices. */
  share: (inputs: number, outputs: number, weights: number, isPart: boolean) =>
    `${matrixOf(isPart)}: ${outputs} outputs as rows, ${inputs} inputs as columns. All its entries but the zeros are copies of ${weights} weights, one colour each. Point at a weight.`,
  shareTransposed: (inputs: number, outputs: number, weights: number, isPart: boolean) =>
    `${matrixOf(isPart)}: ${inputs} results as rows, ${outputs} cells as columns. All its entries but the zeros are copies of ${weights} weights, one colour each. Point at a weight.`,
  transpose:
    'The same matrix, rows and columns exchanged: it takes gradients back. Each column has become a row.',
  applyMatrix: (matrix: string, from: string, to: string) =>
    `${matrix} times ${from}, its cells one below the other, is ${to}: this channel’s share, without bias.`,
  neurons: (connections: number, weights: number) =>
    `${connections} connections share ${weights} weights, one colour each. Point at a weight, or at a connection: all connections with that weight are lit.`,
  firstWindows: (shown: string, all: string) => `Shown are the first ${shown} of ${all} windows.`,
  /** The windows of the first rows and columns: in a row of the matrix others stand between them. */
  corner: (size: string, shown: string, all: string) =>
    `Shown are the ${size} windows at the top left, ${shown} of ${all}.`,
  /** `adds`: each read gives a gradient back; of a max pool only a winner gets one. */
  coverage: (least: number, most: number, adds: boolean) =>
    least === most
      ? `Every cell is read ${most === 1 ? 'once' : `${grouped(most)} times`}${adds ? ', and as many gradients add up in its dX' : ''}. Point at one to see by which outputs.`
      : `How often each cell is read${adds ? ', and so how many gradients add up in its dX' : ''}: ${grouped(least)} to ${grouped(most)} times. Point at one to see by which outputs.`,
  /** `ofSlice`: of a volume, where others are in other slices. */
  lost: (cells: number, ofSlice: boolean) =>
    `${grouped(cells)} ${cells === 1 ? 'cell' : 'cells'}${ofSlice ? ' of this slice' : ''} ${cells === 1 ? 'is' : 'are'} never read: what is there has no influence, and its gradient is exactly 0.`,
  checkerboard: (least: number, most: number) =>
    `How many inputs add to each output: ${grouped(least)} to ${grouped(most)} inside. Neighbours get unequal shares, which shows as a checkerboard; a kernel that is a multiple of the stride avoids it.`,
  covered: (most: number) =>
    `How many inputs add to each output: up to ${grouped(most)}, the same for neighbours inside. No checkerboard.`,
  uses: (most: string) =>
    `How many input cells each kernel cell meets: ${most} at most. On padding it meets zeros and learns nothing.`,
  usesWriting: (most: string) =>
    `How many output cells each kernel cell adds to: ${most} at most. What it adds to the padding is cut off, and it learns nothing from it.`,
  wins: (most: number, without: number, cells: number) =>
    `How many windows each cell wins, and so how many gradients come to it: ${grouped(most)} at most. ${grouped(without)} of ${grouped(cells)} cells win none: their gradient is 0.`,
  counts: { count: 'reads', writes: 'writes', wins: 'wins' },
  /** A transposed convolution has no windows that read: its inputs write. */
  transposed: { tab: 'Writes', readers: 'Writers' },
  column: (cells: number) => `${cells} ${cells === 1 ? 'cell' : 'cells'}`,
  batch: (tensor: string, samples: string, channels: string) =>
    `${tensor} as it comes: ${samples} down, ${channels} across. A convolution sums over channels, dW sums over samples.`,
  swapInput: (call: string, channels: string) =>
    `${call}: ${channels} takes the place of m. Now the sum over channels is the sum over samples.`,
  swapGradient: (call: string, tensor: string) =>
    `${call}: m goes behind the spatial axes of ${tensor}, so that each of its channels is one kernel.`,
  unswap: (call: string, from: string, to: string) =>
    `${call}: the result comes as ${from} and goes back to ${to}.`,
  unswapWrong: (call: string, to: string) =>
    `${call}: the kernel’s axes come out in reverse, ${to}. Every kernel of dW comes out transposed.`,
  divide: (samples: number) => `Divided by ${samples}: a mean, where the other algorithm sums.`,
  agree: (target: string, shown: string, cells: number) =>
    `${target} both ways, ${shown}: the difference is 0 in all ${grouped(cells)} cells.`,
  agreeRounded: (target: string, shown: string, difference: string, format: string) =>
    `${target} both ways, ${shown}: the largest difference is ${difference}. That is the rounding of ${format}: the two add in different orders.`,
  compare: (wrong: string, right: string) => `${wrong} by the mistake, and ${right} as it is right.`,
  compareSize: (wrong: string, size: string, right: string) =>
    `${wrong} comes out ${size}. Right is ${right}.`,
  broadcast: (bias: number, channels: number) =>
    `The bias has C = ${bias} values, the result has C_prev = ${channels} channels.`,
  missed: (index: number, size: number) =>
    `The bound names output ${index}. dZ has ${size}: they end at ${size - 1}.`,

  stage: {
    flip: 'Flip',
    collect: 'Collect dW',
    readers: 'Readers',
    coverage: 'Coverage',
    uses: 'Uses',
    wins: 'Wins',
    unroll: 'Unroll',
    product: 'Product',
    fold: 'Fold',
    'fold-back': 'col2im',
    reduce: 'Reduce',
    'hand-back': 'Hand back',
    share: 'Matrix',
    transpose: 'Transpose',
    'apply-matrix': 'Product',
    neurons: 'Neurons',
    batch: 'Samples',
    'swap-input': 'C ↔ m',
    'swap-gradient': 'm to the kernel',
    unswap: 'Axes back',
    divide: 'Mean',
    agree: 'Agree',
    compare: 'Compare',
  },

  ledger: {
    formula: 'by formula',
    scattering: 'by scattering',
    right: 'right',
    mistaken: 'with the mistake',
    difference: 'difference',
    missing: 'missing',
    readers: (count: number) => `${count} ${count === 1 ? 'reader' : 'readers'}, times W`,
    won: (won: number, count: number) => `wins ${won} of ${count} ${count === 1 ? 'reader' : 'readers'}`,
    shares: (count: number) => `shares of ${count} ${count === 1 ? 'reader' : 'readers'}`,
    copies: 'copies of it',
    zeros: (all: number) => `zeros, of ${all} entries`,
    connections: 'connections share it',
    allConnections: 'connections in all',
    dense: (inputs: number, outputs: number) => `dense: ${inputs} · ${outputs}`,
    none: 'none',
    cells: (cell: number) => `outputs of cell ${cell}`,
    slices: (slice: number) => `outputs of slice ${slice}`,
    rows: (row: number) => `outputs of row ${row}`,
    columns: (column: number) => `outputs of column ${column}`,
    reads: 'times read',
    /** Of a transposed convolution, whose inputs add to its output. */
    inputsOfCell: (cell: number) => `inputs of cell ${cell}`,
    inputsOfSlice: (slice: number) => `inputs of slice ${slice}`,
    inputsOfRow: (row: number) => `inputs of row ${row}`,
    inputsOfColumn: (column: number) => `inputs of column ${column}`,
    writes: 'times added to',
    writers: (count: number) => `${count} ${count === 1 ? 'input' : 'inputs'}, times W`,
  },
  wrong: 'wrong',
  sheet: (sample: number, channel: number) => `m ${sample}, C ${channel}`,
  samples: 'batch',
  sample: 'sample',
  count: (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`,
  sampleWords: ['sample', 'samples'] as readonly string[],
  channelWords: ['channel', 'channels'] as readonly string[],
};
