import { said, type Filled } from '../../model/text/text.ts';

/** What is said of the arguments that a row gives to its module. */
export const needsArgument = (module: string, name: string): Filled =>
  said('`{0}` needs the argument `{1}`.', module, name);

export const takesAtMost = (module: string, most: number): Filled =>
  said(
    most === 1 ? '`{0}` takes {1} argument here at most.' : '`{0}` takes {1} arguments here at most.',
    module,
    most,
  );

export const tooManyRepeats = (repeats: number, most: number): Filled =>
  said('{0} repeats are more than ConvLens follows ({1}).', repeats, most);

export const tooManyLayers = (most: number): Filled =>
  said('This model has more than {0} layers; from here on it is not read.', most.toLocaleString('en'));
