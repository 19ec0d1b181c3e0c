import type { RunSetting } from '../../engine/session/skip-reason.ts';
import { counted } from '../../model/problems/number-text.ts';
import { sentenceFor } from '../../util/sentences.ts';
import { inputText, megabyteText, sizesText } from './run-numbers.ts';
import type { RunWords } from './run-words.ts';

/** What is said of runs of a network in English: why one is refused, what does not run, and what to know of the rest. */
export const runEnglish: RunWords = {
  refused: {
    'no-class': ({ target, shape }) => `Class ${target} is none of an output of ${sizesText(shape)}.`,
    'several-outputs': () => 'The network has several outputs: a cell names none of them.',
    'no-cell': ({ place, shape }) =>
      `The output is ${sizesText(shape)}: ${sizesText(place)} is no cell of it.`,
    'no-input': ({ name }) => `The network has no input ${name}.`,
    'other-shape': ({ input, expected, given }) =>
      `The input ${input} takes ${sizesText(expected)}, and the values have shape ${sizesText(given)}.`,
    'no-picture': ({ shape }) =>
      `A picture fills an input of 1 or 3 channels, and this one is ${sizesText(shape)}.`,
    memory: ({ neededBytes, allowedBytes, offers }) => {
      const needs = `This run needs about ${megabyteText(neededBytes)}, and ${megabyteText(allowedBytes)} are allowed.`;
      const fitting = offers.map((offer) => sentenceFor(runEnglish.fitting, offer));
      return fitting.length === 0 ? needs : `${needs} What fits: ${fitting.join('; ')}.`;
    },
  },

  fitting: {
    'fewer-samples': ({ shape }) => `an input of ${inputText(shape)}`,
    'smaller-input': ({ shape }) => `an input of about ${inputText(shape)}`,
    fast: () => 'the fast mode needs half of it',
    'forward-only': ({ bytes }) => `a forward pass alone takes ${megabyteText(bytes)}`,
  },

  notes: {
    skipped: ({ id, type, reason }) =>
      `${id} (${type}) is not run: ${sentenceFor(runEnglish.skipped, reason)}.`,
    'behind-skipped': ({ count }) =>
      count === 1
        ? '1 layer that comes after is not run either: its input is missing.'
        : `${counted(count, 'layer')} that come after are not run either: their input is missing.`,
    'no-backward': () => 'There is no backward pass: not all layers between the input and the outputs run.',
    dropouts: ({ count }) => `${counted(count, 'dropout')} ${count === 1 ? 'passes' : 'pass'} everything on.`,
    'softmax-as-scores': () =>
      'The network ends with a softmax, and the cross-entropy takes its probabilities as scores.',
  },

  skipped: {
    'reads-skipped': ({ layer }) => `it reads \`${layer}\``,
    'unknown-setting': ({ setting }) => `its ${settings[setting]} is not known`,
    rank: ({ rank }) => `its input has ${counted(rank, 'dimension')}`,
    'no-dimension': ({ dimension }) => `its input has no dimension ${dimension}`,
    'other-shape': ({ given, inferred }) =>
      `it gives ${given.join('×')} where ${inferred.join('×')} was inferred`,
    'no-operation': ({ name }) => `the engine has no ${name}`,
    'no-activation': ({ name }) => `the engine has no activation ${name}`,
    'no-normalization': ({ name }) => `the engine has no ${name} normalisation`,
    'no-pooling': ({ mode }) => `the engine has no ${mode} pooling`,
    'no-upsampling': ({ mode }) => `the engine has no ${mode} upsampling`,
    'open-size': () => 'its size is not known: choose one',
    'unknown-input': () => 'one of its inputs is not known',
    'unknown-output': () => 'the size of its output is not known',
    'unknown-geometry': () => 'its geometry is not known',
    'unknown-computation': () => 'what it computes is not known',
    'unknown-cells': () => 'which cells it reads is not known',
    'no-input': () => 'it has no input',
    misfit: () => 'it does not fit its input',
    'sizes-only': () => 'the engine knows its sizes only',
    'reads-boxes': () => 'it reads boxes out of its input: the engine runs what comes before it',
    'input-behind-layer': () => 'it stands behind a layer',
    'hard-sigmoid': () => 'its hard sigmoid differs between versions of Keras',
    'softplus-steepness': () => 'the engine has no softplus of another steepness than 1',
    'other-combination': () => 'the engine does not have its operation',
    'learned-sum': () => 'the engine has no learned weights for a sum',
    'factors-of-sum': () => 'the engine has no fixed factors for a sum',
    'different-shapes': () => 'its inputs have different shapes',
    'adds-between': () => 'it adds cells to every other cell',
    'unshared-kernels': () => 'the engine has no kernel for every position',
    'channel-order': () => 'its order of channels is another one than PixelShuffle’s',
    'features-not-channels': () => 'its features are not the channels',
    'too-few-dimensions': () => 'its input has too few dimensions',
    'inner-dimensions': () => 'its dimensions are not the last ones',
    'computed-slopes': () => 'its slopes are computed',
    'slopes-not-per-channel': () => 'its slopes are not one per channel',
    'factors-not-per-channel': () => 'its factors are not one per channel',
    'no-spatial-axes': () => 'its input has no spatial axes',
  },
};

const settings: Readonly<Record<RunSetting, string>> = {
  groups: 'number of groups',
  'depth-multiplier': 'depth multiplier',
  'out-features': 'number of features',
  order: 'order',
  padding: 'padding',
  'padding-value': 'padding value',
  offset: 'offset',
  sampling: 'rule of where it reads',
  factor: 'factor',
  dimension: 'dimension',
  epsilon: 'epsilon',
  response: 'form',
  size: 'size',
  alpha: 'alpha',
  beta: 'beta',
  k: 'k',
  learned: 'factor and offset',
  divisor: 'divisor',
  slope: 'slope',
  minimum: 'minimum',
  maximum: 'maximum',
  limit: 'limit',
  threshold: 'threshold',
  replacement: 'value',
  steepness: 'steepness',
};
