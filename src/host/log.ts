/** Where ConvLens writes what it did; VS Code's LogOutputChannel fits. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}
