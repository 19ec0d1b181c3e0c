export { measureEngine } from './measure.ts';
export { tableOf } from './table.ts';
export { shortfalls } from './verdict.ts';
