import { said, type Filled } from '../model/text/text.ts';

/** How what comes before number `index` of a list may be named: counted from 0, or backwards from here. */
export const earlierPlaces = (index: number): Filled =>
  said('those are 0 to {0}, or -1 to -{1}', index - 1, index);
