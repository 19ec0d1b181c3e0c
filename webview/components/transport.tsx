import { useState } from 'preact/hooks';
import {
  gradientIn,
  inputPresets,
  kernelPresets,
  mostSamples,
  valuePresets,
  type EditableTensor,
  type FilledLesson,
  type InputPreset,
  type KernelPreset,
} from '../../src/protocol/panel.ts';
import { standIn } from '../../src/protocol/usual-choices.ts';
import { grouped } from '../../src/scene/numbers.ts';
import { checkHint } from '../../src/scene/layer/check-hint.ts';
import type { Controller } from '../app/controller.ts';
import { timeline } from '../app/player.ts';
import type { AppState, Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { Picker } from './picker.tsx';
import { beside, useStep } from './use-store.ts';

interface TransportProps {
  readonly state: AppState;
  readonly store: Store;
  readonly lesson: FilledLesson;
  readonly controller: Controller;
}

/** Play, step, scrub and speed; which channels are shown; what the tensors are filled with. */
export function Transport({ state, store, lesson, controller }: TransportProps) {
  const [open, setOpen] = useState(false);
  return (
    <footer class="transport">
      <div class="player" role="group" aria-label={words.panel.player}>
        <button
          type="button"
          class="icon"
          aria-label={words.panel.back}
          title={`${words.panel.back} (←)`}
          onClick={() => controller.player.step(-1)}
        >
          <Glyph d="M11 3 5 8l6 5z" />
        </button>
        <button
          type="button"
          class="icon play"
          aria-label={state.playing ? words.panel.pause : words.panel.play}
          title={`${state.playing ? words.panel.pause : words.panel.play} (${words.panel.space})`}
          onClick={() => controller.player.play()}
        >
          <Glyph d={state.playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5 13 8l-9 5.5z'} />
        </button>
        <button
          type="button"
          class="icon"
          aria-label={words.panel.forth}
          title={`${words.panel.forth} (→)`}
          onClick={() => controller.player.step(1)}
        >
          <Glyph d="M5 3l6 5-6 5z" />
        </button>
        <Scrubber store={store} lesson={lesson} controller={controller} />
        <button
          type="button"
          class="button quiet"
          title={`${words.panel.speed} (+ −)`}
          onClick={() => controller.player.setSpeed(state.speed >= 8 ? -1 : 1)}
        >
          {state.speed}×
        </button>
        <button type="button" class="button quiet values" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '▾' : '▸'} {words.panel.values}
        </button>
      </div>
      <Choices state={state} lesson={lesson} controller={controller} open={open} />
    </footer>
  );
}

/** Where the step stands in its pass. */
function Scrubber({ store, lesson, controller }: Omit<TransportProps, 'state'>) {
  const { position, length } = timeline(lesson, useStep(store, beside));
  return (
    <>
      <input
        class="scrub"
        type="range"
        min={0}
        max={Math.max(1, length - 1)}
        value={position}
        aria-label={words.panel.scrub}
        aria-valuetext={words.step(position + 1, length)}
        onInput={(event) => controller.player.scrub(Number(event.currentTarget.value))}
      />
      <span class="count">
        {grouped(position + 1)} / {grouped(length)}
      </span>
    </>
  );
}

interface ChoicesProps extends Omit<TransportProps, 'store'> {
  readonly open: boolean;
}

/** In a narrow panel they are there on demand. */
function Choices({ state, lesson, controller, open }: ChoicesProps) {
  const { choices, selection } = lesson;
  const gradient = gradientIn(lesson.operation);
  const fileFor = (tensor: EditableTensor, accept: string) => ({
    accept,
    take: (file: File) => controller.choices.takeFile(file, tensor),
    taken: state.options.given.find((given) => given.tensor === tensor)?.name ?? null,
  });
  return (
    <div class={`choices ${open ? 'open' : ''}`}>
      {choices.inChannels.length > 1 && (
        <Picker
          label={words.panel.inChannel}
          value={String(selection.inChannel)}
          options={choices.inChannels.map((channel) => [String(channel), String(channel)])}
          onPick={(channel) => controller.choices.select({ inChannel: Number(channel) })}
        />
      )}
      {choices.outChannels > 1 && (
        <Picker
          label={words.panel.outChannel}
          value={String(selection.outChannel)}
          options={places(choices.outChannels)}
          onPick={(channel) => controller.choices.select({ outChannel: Number(channel) })}
        />
      )}
      {choices.batch > 1 && (
        <Picker
          label={words.lesson.sample}
          value={String(selection.batch)}
          options={places(choices.batch)}
          onPick={(batch) => controller.choices.select({ batch: Number(batch) })}
        />
      )}
      {choices.outSlices > 1 && (
        <Picker
          label={words.panel.slice}
          value={String(selection.outSlice)}
          options={places(choices.outSlices)}
          onPick={(slice) => controller.choices.select({ outSlice: Number(slice) })}
        />
      )}
      {choices.kernelSlices > 1 && (
        <Picker
          label={words.panel.kernelSlice}
          value={String(selection.kernelSlice)}
          options={places(choices.kernelSlices)}
          onPick={(slice) => controller.choices.select({ kernelSlice: Number(slice) })}
        />
      )}
      <Picker
        label="X"
        value={standsFor(state.values.input, lesson.fromFile.includes('X'), standIn.input)}
        options={presetOptions(inputPresets, lesson.fromFile.includes('X'))}
        onPick={(input) => controller.choices.fill('X', { input })}
        file={fileFor('X', '.npy,image/*')}
      />
      {lesson.passes.some(({ stages }) =>
        stages.some(({ planes }) => planes.some(({ tensor }) => tensor === 'W')),
      ) && (
        <Picker
          label="W"
          value={standsFor(state.values.kernel, lesson.fromFile.includes('W'), standIn.kernel)}
          options={presetOptions(kernelPresets, lesson.fromFile.includes('W'))}
          onPick={(kernel) => controller.choices.fill('W', { kernel })}
          file={fileFor('W', '.npy')}
        />
      )}
      <Picker
        label={gradient}
        value={state.values.gradient}
        options={valuePresets.map((preset) => [preset, words.presets[preset]])}
        onPick={(preset) => controller.choices.fill(gradient, { gradient: preset })}
        file={fileFor(gradient, '.npy')}
      />
      {state.view === 'layer' && (
        <Picker
          label={words.lesson.samples}
          value={String(state.options.samples)}
          options={Array.from({ length: mostSamples }, (_, place) => [String(place + 1), String(place + 1)])}
          onPick={(samples) => controller.choices.tell({ samples: Number(samples) })}
        />
      )}
      {lesson.operation === 'convolution' && (
        <label class="picker" title={words.lesson.trueConvolutionWhy}>
          <input
            type="checkbox"
            checked={state.options.trueConvolution}
            onChange={(event) => controller.choices.turnKernel(event.currentTarget.checked)}
          />
          <span>{words.lesson.trueConvolution}</span>
        </label>
      )}
      {state.view !== 'network' && (
        <label class="picker" title={checkHint(lesson, words)}>
          <input
            type="checkbox"
            checked={state.checks}
            onChange={(event) => controller.cells.toggleChecks(event.currentTarget.checked)}
          />
          <span>{words.lesson.check}</span>
        </label>
      )}
      {state.options.edits.length + state.options.given.length > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => controller.choices.tell({ edits: [], given: [] })}
        >
          {words.lesson.resetValues}
        </button>
      )}
    </div>
  );
}

/** What can be chosen: the file's values only where it has some. */
const presetOptions = <P extends InputPreset | KernelPreset>(presets: readonly P[], inFile: boolean) =>
  presets
    .filter((preset) => preset !== 'file' || inFile)
    .map((preset) => [preset, words.presets[preset]] as const);

const standsFor = <P extends InputPreset | KernelPreset>(preset: P, inFile: boolean, instead: P): P =>
  preset === 'file' && !inFile ? instead : preset;

const places = (size: number): [string, string][] =>
  Array.from({ length: size }, (_, place) => [String(place), String(place)]);

const Glyph = ({ d }: { readonly d: string }) => (
  <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">
    <path d={d} />
  </svg>
);
