import type { Paint } from '../draw-list.ts';

/** What is read: indices are legible on it. */
export const readFill: Paint = { role: 'lit', alpha: 0.25 };
/** What is there to be read, and the ink of indices on it. */
export const fieldFill: Paint = { role: 'activation', tint: 0.85 };
