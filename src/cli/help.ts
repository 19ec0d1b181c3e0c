/** Every command with its help text. */
export const commandNames = ['shapes', 'check', 'sizes', 'grad', 'run', 'conv'] as const;

export type CommandName = (typeof commandNames)[number];

const reading = `  --input SIZES       input size, such as 1x3x224x224; several inputs by repeating it,
                      or by name: --input image=1x3x224x224
  --model NAME        a class, a factory or a call in a Python file: it is read, not run
  --phase PHASE       TRAIN or TEST (Caffe; TEST unless told)
  --scale LETTER      a scale of the file: n, s, m, l or x (Ultralytics)
  --layers PATH       where other programs' YAML or JSON has its list of layers:
                      model.backbone, or * for every such list
  --config FILE       JSON with \`layers\`: what layers do that ConvLens does not know; the
                      workspace's .vscode/settings.json will do
  --name NAME         a file name for the standard input, by which its format is recognised`;

export const generalHelp = `convlens reads the text of a convolutional network and computes its shapes. It runs nothing.

  convlens shapes FILE        every layer with its shape, parameters and multiply-adds
  convlens check FILES...     what does not fit, and what that costs
  convlens sizes FILE         input sizes that fit, that lose no pixel, that run at all
  convlens grad FILE LAYER    values and gradients of one layer
  convlens run FILE           a whole network forward and backward: the gradient flow
  convlens conv               one convolution over NumPy files, forward and backward

  convlens help COMMAND       all options of a command
  --version, --help, --no-color

Exit code: 0 nothing wrong, 1 problems found, 2 not understood or not readable.
`;

export const commandHelp: Readonly<Record<CommandName, string>> = {
  shapes: `convlens shapes FILE [options]      FILE may be - for the standard input

${reading}
  --format FORMAT     table (default), json or markdown
  --explain           says why sizes are not known
  --all-scales        every scale of the file side by side (Ultralytics)

The JSON is described by media/shapes.schema.json. Exit code 1 where the file has errors.
`,
  check: `convlens check FILES... [options]   files, folders and patterns such as "models/**/*.cfg"

  --format FORMAT     text (default), json, or sarif for code scanning
  --max-warnings N    exit code 1 also with more than N warnings
${reading}

Files in folders that are no models are left out. Exit code 1 with any error, 2 where a named file cannot be read.
`,
  sizes: `convlens sizes FILE [options]       FILE may be - for the standard input

  --from A, --to B    the sizes that are tried (1 to 1024; in Python and ONNX files, where each
                      costs a reading of the whole file, those near the present one)
  --format FORMAT     table (default) or json
${reading}

An input as wide as high stays so; else its axes are tried one after the other. The JSON is
described by media/sizes.schema.json. Exit code 1 where the model does not run at its present size.
`,
  grad: `convlens grad FILE LAYER [options]  LAYER as \`convlens shapes\` names it

  --seed N            the numbers that fill what the file does not give (1)
  --format FORMAT     table (default) or json
${reading}

Runs the layer forward and backward in float64: X, W, b, Z, dZ, dX, dW, db.
`,
  run: `convlens run FILE [options]         forward and backward through the first model of a file

  --data FILE         values of the input, as .npy; else what the file writes down, else
  --fill FILLING      noise (default), ramp or checkerboard
  --weights FILLING   kaiming (default), xavier, ones or ramp, for weights that the file does not hold
  --loss LOSS         sum (default), none, cross-entropy:CLASS or cell:PLACE, such as cell:0,3
  --mode MODE         fast (default, float32) or exact (float64)
  --seed N            of noise and weights (1)
  --inference         batch norms take kept statistics (mean 0, variance 1) instead of the batch's
  --max-memory MB     what the run may take (2048)
  --format FORMAT     table (default) or json
${reading}

Prints for every layer the norms of its values, of its gradient and of its weight's gradient.
`,
  conv: `convlens conv --x x.npy --w w.npy --out DIR [options]

  --b FILE            bias
  --dz FILE           gradient by the output; 1 everywhere unless told
  --stride N[,N]      one number for all axes, or one per axis (1); so too
  --padding, --dilation, --output-padding
  --groups N          (1)
  --transposed        a transposed convolution
  --layout LAYOUT     nchw (default): x [N, C, spatial], w [C_out, C_in/groups, spatial];
                      nhwc: x [N, spatial, C], w [spatial, C_in/groups, C_out]
  --mode MODE         exact (default): float64 in the definition's order; fast: float32

Writes z.npy, dx.npy, dw.npy and db.npy. One to three dimensions, by the arrays' ranks.
`,
};
