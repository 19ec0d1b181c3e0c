import type { Controller } from '../app/controller.ts';
import { exportKinds, exportsOf } from '../app/export-file.ts';
import type { AppState } from '../app/state.ts';
import { words } from '../app/words.ts';

interface ExportProps {
  readonly state: AppState;
  readonly controller: Controller;
}

const link = 'link';

/** Writes what is shown into a file, or copies a link that leads back to it; says how far a long file is, which can be stopped. */
export function ExportMenu({ state, controller }: ExportProps) {
  const { exporting } = state;
  return (
    <>
      <select
        class="export"
        aria-label={words.exports.title}
        value=""
        disabled={exporting !== null}
        onChange={(event) => {
          if (event.currentTarget.value === link) controller.copyLink();
          const kind = exportKinds.find((candidate) => candidate === event.currentTarget.value);
          event.currentTarget.value = '';
          if (kind) void controller.exportAs(kind);
        }}
      >
        <option value="" disabled hidden>
          {titleOf(exporting)}
        </option>
        {exportsOf(state).map((kind) => (
          <option key={kind} value={kind}>
            {words.exports[kind]}
          </option>
        ))}
        <option value={link}>{words.exports.link}</option>
      </select>
      {exporting !== null && exporting > 0 && (
        <button
          type="button"
          class="button"
          title={words.exports.stopWhy}
          onClick={() => controller.stopExport()}
        >
          {words.exports.stop}
        </button>
      )}
    </>
  );
}

function titleOf(exporting: AppState['exporting']): string {
  if (exporting === null) return words.exports.title;
  return exporting === 0 ? words.exports.making : words.exports.made(Math.round(100 * exporting));
}
