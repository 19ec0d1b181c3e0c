import { useRef } from 'preact/hooks';
import { words } from '../app/words.ts';

interface PickerProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onPick: (value: T) => void;
  /** A file can be chosen instead: the same as dropping it, and by keyboard too. */
  readonly file?: {
    readonly accept: string;
    readonly take: (file: File) => Promise<void>;
    /** The name of the file that is taken instead of a choice; null where none is. */
    readonly taken: string | null;
  };
}

/** No choice has such a name. */
const takenFile = '/';

/** A choice beside its name. */
export function Picker<T extends string>({ label, value, options, onPick, file }: PickerProps<T>) {
  const input = useRef<HTMLInputElement>(null);
  const taken = file?.taken ?? null;
  const shown = taken === null ? value : takenFile;
  return (
    <label class="picker">
      <span>{label}</span>
      <select
        value={shown}
        onChange={(event) => {
          const picked = options[event.currentTarget.selectedIndex];
          if (picked) onPick(picked[0]);
          else {
            event.currentTarget.value = shown;
            input.current?.click();
          }
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
        {file && <option value="">{words.lesson.openFile}</option>}
        {taken !== null && (
          <option value={takenFile} hidden>
            {taken}
          </option>
        )}
      </select>
      {file && (
        <input
          ref={input}
          type="file"
          hidden
          accept={file.accept}
          aria-label={words.lesson.fileOf(label)}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (chosen) void file.take(chosen);
          }}
        />
      )}
    </label>
  );
}
