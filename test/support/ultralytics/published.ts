import type { ModelSource } from './source.ts';

/** A model with the parameters that its authors publish for each scale (comments in ultralytics/cfg/models). */
export interface PublishedModel {
  readonly name: string;
  readonly source: ModelSource;
  /** By the file's name. */
  readonly params: Readonly<Record<string, number>>;
  readonly input?: number;
}
