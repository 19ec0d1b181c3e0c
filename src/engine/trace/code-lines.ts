import type { CodeLine, Stage, StageId } from './lesson.ts';

/** The line of code that each stage is made by. */
const lines: Partial<Record<StageId, CodeLine>> = {
  input: 'arguments',
  gradient: 'arguments',
  pad: 'pad',
  correlate: 'correlate',
  pool: 'pool',
  route: 'route',
  spread: 'spread',
  tail: 'tail',
  border: 'border',
  kernel: 'rotate',
  rotate: 'rotate',
  sweep: 'sweep',
  crop: 'crop',
  batch: 'swap-input',
  'swap-input': 'swap-input',
  'swap-gradient': 'swap-gradient',
  slide: 'slide',
  unswap: 'unswap',
  divide: 'divide',
  'sum-bias': 'sum-bias',
  scatter: 'scatter',
  collect: 'collect',
  compare: 'return',
};

/** Stages of a pass that is told as code. */
export const withLines = (stages: readonly Stage[]): Stage[] =>
  stages.map((stage) => {
    const line = stage.line ?? lines[stage.id];
    return line ? { ...stage, line } : stage;
  });
