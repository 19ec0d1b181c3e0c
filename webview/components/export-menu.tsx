import type { Controller } from '../app/controller.ts';
import { exportKinds, exportsOf } from '../app/export-file.ts';
import type { AppState } from '../app/state.ts';
import { words } from '../app/words.ts';

interface ExportProps {
  readonly state: AppState;
  readonly controller: Controller;
}

const link = 'link';

/** Writes what is shown into a file, or copies a link that leads back to it. */
export function ExportMenu({ state, controller }: ExportProps) {
  return (
    <select
      class="export"
      aria-label={words.exports.title}
      value=""
      disabled={state.exporting}
      onChange={(event) => {
        if (event.currentTarget.value === link) controller.copyLink();
        const kind = exportKinds.find((candidate) => candidate === event.currentTarget.value);
        event.currentTarget.value = '';
        if (kind) void controller.exportAs(kind);
      }}
    >
      <option value="" disabled hidden>
        {state.exporting ? words.exports.making : words.exports.title}
      </option>
      {exportsOf(state).map((kind) => (
        <option key={kind} value={kind}>
          {words.exports[kind]}
        </option>
      ))}
      <option value={link}>{words.exports.link}</option>
    </select>
  );
}
