import { axisNames } from '../model/problems/axis-text.ts';
import type { SizePattern, SizeSet } from '../model/clean-sizes/size-set.ts';
import type { SizeSurvey } from '../model/clean-sizes/survey.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

const listedRanges = 3;

/** The sizes of a set in short: `multiples of 32`, `32·k + 1`, `every size from 51`, `25–32, 57–64, 89–96, …`. */
export function sizesText(
  { ranges, pattern, smallest }: SizeSet,
  { sizes: say }: LayerWords = layersEnglish,
): string {
  if (smallest === null) return say.none;
  const runs = ranges
    .slice(0, listedRanges)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ');
  const list = ranges.length > listedRanges ? `${runs}, …` : runs;
  if (pattern === null) return list;
  const { period, from } = pattern;
  if (period === 1) {
    const every = from === 1 ? say.every : say.everyFrom(from);
    return from === smallest ? every : say.fewerBelow(every);
  }
  const rule = ruleText(pattern, say);
  if (from !== smallest) return say.othersBelow(say.from(rule ?? list, from));
  if (rule === null) return say.by(list, period);
  return from <= period ? rule : say.from(rule, from);
}

/** `multiples of 32`, `32·k + 1`; null where several remainders do. */
function ruleText({ period, remainders }: SizePattern, say: LayerWords['sizes']): string | null {
  const [run, ...others] = remainders;
  if (!run || others.length > 0 || run[0] !== run[1]) return null;
  return run[0] === period ? say.multiples(period) : `${period}·k + ${run[0]}`;
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
export function demandText(surveys: readonly SizeSurvey[], words: LayerWords = layersEnglish): string | null {
  const say = words.sizes;
  const [survey, ...others] = surveys;
  if (!survey || others.length > 0) return null;
  const { runs, fits } = survey;
  if (runs.smallest === null) return null;
  if (runs.pattern === null || runs.pattern.period > 1) {
    return say.runsAt(runs.divisor === null ? sizesText(runs, words) : say.multiples(runs.divisor));
  }
  if (fits.pattern === null || fits.pattern.period === 1) return null;
  return say.fitsAt(ruleText(fits.pattern, say) ?? sizesText(fits, words));
}
