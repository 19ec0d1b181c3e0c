import { useState } from 'preact/hooks';
import type { SizeGrade } from '../../../src/model/clean-sizes/size-grade.ts';
import type { SizeSurvey } from '../../../src/model/clean-sizes/survey.ts';
import {
  gradeRuns,
  nearestSize,
  sizeTicks,
  sliderRange,
  tickWidth,
} from '../../../src/scene/network/size-runs.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import type { Controller } from '../../app/controller.ts';
import type { AppState } from '../../app/state.ts';
import { words } from '../../app/words.ts';

interface SlidersProps {
  readonly network: NetworkView;
  readonly state: AppState;
  readonly controller: Controller;
}

/** One slider for each group of axes that change together; what is tried is not written into the file. */
export function SizeSliders({ network, state, controller }: SlidersProps) {
  const { survey, trial } = state;
  if (!survey || survey.length === 0) return null;
  const isKnown = network.layers.every(({ outputShapes }) =>
    outputShapes.every((shape) => shape?.every((dim) => dim !== null)),
  );
  return (
    <div class="sizes" role="group" aria-label={words.sizes.title}>
      {survey.map((along) => (
        <SizeSlider
          key={along.axes.join()}
          survey={along}
          isKnown={isKnown}
          several={survey.length > 1}
          tried={trial?.sizes.find(({ axes }) => axes.join() === along.axes.join())?.size ?? null}
          onSize={(size) => controller.sizes.resize({ axes: along.axes, size })}
        />
      ))}
      {trial && (
        <button type="button" class="button" onClick={() => controller.sizes.end()}>
          {words.sizes.reset}
        </button>
      )}
    </div>
  );
}

interface SliderProps {
  readonly survey: SizeSurvey;
  /** The size of every layer is known: else a grade speaks of the others alone. */
  readonly isKnown: boolean;
  readonly several: boolean;
  readonly tried: number | null;
  readonly onSize: (size: number) => void;
}

function SizeSlider({ survey, isKnown, several, tried, onSize }: SliderProps) {
  const { present, grades, from: first } = survey;
  const size = tried ?? present ?? first;
  // Left at the end of its range, the slider goes on from there.
  const [longest, lengthen] = useState(present ?? first);
  const { from, to: end } = sliderRange(survey, Math.max(present ?? first, longest));
  const to = Math.max(end, size);
  const grade: SizeGrade | null = grades[size - first] ?? null;
  const verdict = grade && gradeText(grade, isKnown);
  const name = several ? words.sizes.axis(survey.axes[0] ?? 0, survey.spatialRank) : words.sizes.title;
  const jump = (direction: 1 | -1) => nearestSize(survey, size, direction);
  const [below, above] = [jump(-1), jump(1)];
  return (
    <label class="size">
      <span class="size-name">{name}</span>
      <button
        type="button"
        class="icon"
        disabled={below === null}
        title={words.sizes.below}
        aria-label={words.sizes.below}
        onClick={() => below !== null && onSize(below)}
      >
        ‹
      </button>
      <span class="size-track">
        <Ticks survey={survey} range={{ from, to }} size={size} />
        <input
          type="range"
          min={from}
          max={to}
          value={size}
          aria-valuetext={verdict ? `${size}${words.colon}${verdict}` : `${size}`}
          onInput={(event) => onSize(Number(event.currentTarget.value))}
          onChange={(event) => Number(event.currentTarget.value) === to && lengthen(to)}
        />
      </span>
      <button
        type="button"
        class="icon"
        disabled={above === null}
        title={words.sizes.above}
        aria-label={words.sizes.above}
        onClick={() => above !== null && onSize(above)}
      >
        ›
      </button>
      <output class="count">{size}</output>
      {grade && <span class={`grade grade-text-${grade}`}>{verdict}</span>}
    </label>
  );
}

interface TicksProps {
  readonly survey: SizeSurvey;
  readonly range: { readonly from: number; readonly to: number };
  readonly size: number;
}

/** Under the slider: how most sizes suit, where those stand that suit better, and the present one with its own grade. */
function Ticks({ survey, range, size }: TicksProps) {
  const { from, to } = range;
  const wide = tickWidth(range);
  const own = survey.grades[size - survey.from];
  const tick = (at: number, width: number) => ({ x: at + 0.5 - from - width / 2, width });
  return (
    <svg class="size-ticks" viewBox={`0 0 ${to - from + 1} 2`} preserveAspectRatio="none" aria-hidden="true">
      {gradeRuns(survey, range).map((run) => (
        <rect
          key={run.from}
          class={`grade-${run.grade}`}
          x={run.from - from}
          y={1}
          width={run.to - run.from + 1}
          height={1}
        />
      ))}
      {sizeTicks(survey, range).map((each) => (
        <rect key={each.size} class={`grade-${each.grade}`} {...tick(each.size, wide)} height={2} />
      ))}
      {own && (
        <>
          <rect class="around-tick" {...tick(size, 4 * wide)} height={2} />
          <rect class={`own-tick grade-${own}`} {...tick(size, 1.5 * wide)} height={2} />
        </>
      )}
    </svg>
  );
}

/** That it does not run is known from one layer; that it does, only where all are known. */
function gradeText(grade: SizeGrade, isKnown: boolean): string {
  const text = words.sizes.grades[grade];
  return isKnown || grade === 'refused' ? text : words.sizes.asFarAsKnown(text);
}
