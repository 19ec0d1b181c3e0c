import type { SizePattern, SizeSet } from '../model/clean-sizes/size-set.ts';
import type { SizeSurvey } from '../model/clean-sizes/survey.ts';
import { axisNames } from '../model/problems/axis-text.ts';

const listedRanges = 3;

/** The sizes of a set in short: `multiples of 32`, `32·k + 1`, `every size from 51`, `25–32, 57–64, 89–96, …`. */
export function sizesText({ ranges, pattern, smallest }: SizeSet): string {
  if (smallest === null) return 'none';
  const runs = ranges
    .slice(0, listedRanges)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ');
  const list = ranges.length > listedRanges ? `${runs}, …` : runs;
  if (pattern === null) return list;
  const { period, from } = pattern;
  if (period === 1) return from === smallest ? everyFrom(from) : `${everyFrom(from)}, and fewer below`;
  const rule = ruleText(pattern);
  if (from !== smallest) return `${rule ?? list} from ${from}, and others below`;
  if (rule === null) return `${list} (by ${period})`;
  return from <= period ? rule : `${rule} from ${from}`;
}

const everyFrom = (from: number): string => (from === 1 ? 'every size' : `every size from ${from}`);

/** `multiples of 32`, `32·k + 1`; null where several remainders do. */
function ruleText({ period, remainders }: SizePattern): string | null {
  const [run, ...others] = remainders;
  if (!run || others.length > 0 || run[0] !== run[1]) return null;
  return run[0] === period ? `multiples of ${period}` : `${period}·k + ${run[0]}`;
}

/** `height and width alike`, `height`: what the sizes of a survey are the sizes of. */
export function surveyedAxes({ axes, spatialRank }: SizeSurvey): string {
  const names = axisNames(axes, spatialRank);
  return axes.length > 1 ? `${names} alike` : names;
}

/**
 * What a model wants of its input in a few words, where it wants something: that it runs at certain sizes only, or
 * else at which it fits exactly. Null where any size does.
 */
export function demandText(surveys: readonly SizeSurvey[]): string | null {
  const [survey, ...others] = surveys;
  if (!survey || others.length > 0) return null;
  const { runs, fits } = survey;
  if (runs.smallest === null) return null;
  if (runs.pattern === null || runs.pattern.period > 1) {
    if (runs.divisor !== null) return `runs at multiples of ${runs.divisor}`;
    return `runs at ${sizesText(runs)}`;
  }
  if (fits.pattern === null || fits.pattern.period === 1) return null;
  return `fits at ${ruleText(fits.pattern) ?? sizesText(fits)}`;
}
