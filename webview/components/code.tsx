import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeRow } from '../../src/scene/code/code-row.ts';
import { harmlessWhy } from '../../src/scene/code/harmless.ts';
import { mistakeText } from '../../src/scene/code/mistake-text.ts';
import { runnable } from '../../src/scene/code/runnable.ts';
import { failureText, listingsOf, type Listing } from '../../src/scene/code/listing.ts';
import type { Fault } from '../../src/engine/trace/options.ts';
import type { Lesson, Stage } from '../../src/engine/trace/lesson.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import type { Controller } from '../app/controller.ts';
import { words } from '../app/words.ts';

interface CodeProps {
  readonly lesson: Lesson;
  readonly playhead: Playhead;
  readonly controller: Controller;
}

/** The algorithms side by side; the line that makes the picture is lit, a mistake's line is marked. */
export function Code({ lesson, playhead, controller }: CodeProps) {
  const pass = lesson.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  if (!pass || !stage) return null;
  const open = (listing: Listing, row: CodeRow) => {
    const place = lesson.passes.findIndex(({ id }) => id === listing.pass);
    const target = lesson.passes[place]?.stages.findIndex(({ line }) => line && row.at.includes(line)) ?? -1;
    if (target >= 0) controller.player.showLine(place, target);
  };
  return (
    <div class="code">
      {listingsOf(lesson).map((listing) => (
        <CodeListing
          key={listing.pass}
          listing={listing}
          stage={listing.pass === pass.id ? stage : null}
          onLine={(row) => open(listing, row)}
        />
      ))}
    </div>
  );
}

interface ListingProps {
  readonly listing: Listing;
  /** The stage on screen, where this listing makes it. */
  readonly stage: Stage | null;
  readonly onLine: (row: CodeRow) => void;
}

function CodeListing({ listing, stage, onLine }: ListingProps) {
  const lit = useRef<HTMLLIElement>(null);
  const line = stage?.line;
  const show = () => lit.current?.scrollIntoView({ block: 'nearest' });
  useEffect(show, [line]);
  // A panel that becomes narrower breaks lines, and leaves less room for them.
  useEffect(() => {
    addEventListener('resize', show);
    return () => removeEventListener('resize', show);
  }, []);
  const failure = stage && failureText(stage);
  const isLit = (row: CodeRow) => line !== undefined && row.at.includes(line);
  const lastLit = listing.rows.findLastIndex(isLit);
  return (
    <figure class={`listing ${stage ? 'running' : ''}`}>
      <figcaption>
        {words.lesson.way[listing.pass]}
        <CopyButton listing={listing} />
      </figcaption>
      <ol aria-label={words.lesson.codeOf(words.lesson.way[listing.pass])} tabIndex={0}>
        {listing.rows.map((row, place) => (
          <li
            key={place}
            ref={place === lastLit ? lit : null}
            class={[isLit(row) && 'lit', row.fault && 'mistake'].filter(Boolean).join(' ')}
            aria-current={isLit(row) ? 'step' : undefined}
            style={{ '--indent': `${row.text.search(/\S|$/)}ch` }}
            onClick={() => onLine(row)}
          >
            <code>
              {row.text.slice(0, row.text.search(/\S|$/)) || (row.text === '' && ' ')}
              <span class="written">{row.text.trimStart()}</span>
            </code>
            {row.note && <span class="yields"># {row.note}</span>}
            {failure && place === lastLit && (
              <span class="raised" role="alert">
                {failure}
              </span>
            )}
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** Copies a listing with what it takes as known, so that it runs. */
function CopyButton({ listing }: { readonly listing: Listing }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(runnable(listing)).then(() => setCopied(true));
  };
  return (
    <button
      type="button"
      class="button quiet copy"
      title={words.lesson.copyCodeWhy}
      onClick={copy}
      onBlur={() => setCopied(false)}
    >
      <span role="status">{copied ? words.lesson.copied : words.lesson.copyCode}</span>
    </button>
  );
}

interface MistakesProps extends Omit<CodeProps, 'playhead'> {
  /** Only these; all where they are not named. */
  readonly only?: readonly Fault[];
}

/** Switches for the classic mistakes; one that changes nothing here says why. */
export function Mistakes({ lesson, controller, only }: MistakesProps) {
  const { facts } = lesson;
  if (!facts || facts.faults.length === 0) return null;
  return (
    <fieldset class="mistakes">
      <legend>{words.lesson.mistakes}</legend>
      {facts.faults.map(({ fault, made, shows }) => {
        if (only && !only.includes(fault)) return null;
        const why = shows ? null : words.lesson.harmless[harmlessWhy(fault, lesson)];
        // A second sample makes a mean something else than the sum.
        const idle = why !== null && fault !== 'mean';
        const reason = `harmless-${fault}`;
        return (
          <label key={fault} class={idle ? 'harmless' : ''} title={why ?? ''}>
            <input
              type="checkbox"
              checked={made && shows}
              aria-disabled={idle}
              aria-describedby={why === null ? undefined : reason}
              onClick={(event) => idle && event.preventDefault()}
              onChange={(event) => {
                if (!idle) controller.choices.mistake(fault, event.currentTarget.checked);
              }}
            />
            {mistakeText(fault, facts, words)}
            {why !== null && (
              <span id={reason} class="why" aria-hidden="true">
                {why}
              </span>
            )}
            {only && made && shows && (
              // Beside the right stages: what is wrong is shown where the code makes it.
              <button type="button" class="link" onClick={() => controller.choices.mistake(fault, true)}>
                {words.lesson.toMistake}
              </button>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}
