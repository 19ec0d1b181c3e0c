import { said, type Filled } from '../../../model/text/text.ts';

/** `2 numbers` */
export const numbersText = (count: number): Filled => said(count === 1 ? '{0} number' : '{0} numbers', count);

/** `2 dimensions` */
export const dimensionsText = (count: number): Filled =>
  said(count === 1 ? '{0} dimension' : '{0} dimensions', count);

/** `2 spatial dimensions` */
export const spatialText = (count: number): Filled =>
  said(count === 1 ? '{0} spatial dimension' : '{0} spatial dimensions', count);
