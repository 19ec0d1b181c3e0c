import type { FormatContext } from '../../src/formats/format.ts';

/** Nothing chosen outside the file, and no other files. */
export const emptyContext: FormatContext = { inputs: [], readFile: () => null };
