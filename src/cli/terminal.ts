/** Everything that a command may do to the world: injected, so that commands are tested without one. */
export interface Terminal {
  /** Bytes of a file; an error text where it cannot be read. `-` is the standard input. */
  read(path: string): Uint8Array | ReadFailure;
  write(path: string, bytes: Uint8Array): void;
  /** Names of a folder's entries; null where it is no folder. */
  list(path: string): readonly FolderEntry[] | null;
  out(text: string): void;
  error(text: string): void;
  /** Overwrites one line of a terminal; does nothing elsewhere. */
  progress(text: string): void;
  readonly isTerminal: boolean;
  readonly colors: boolean;
  readonly columns: number;
  /** A file of this package: its documentation, say. */
  packaged(path: string): string;
}

export interface ReadFailure {
  readonly failure: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What a process tells its caller. */
export const exitCodes = {
  clean: 0,
  /** Problems were found. */
  findings: 1,
  /** The command was not understood, or a file could not be read. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
