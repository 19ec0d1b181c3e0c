import type { Part, PartLayer, TensorRef } from '../../model/graph/graph.ts';
import type { ArgumentNames, Refusal } from './bound-arguments.ts';
import type { Flow } from './flow.ts';

/** A layer of a module. Names begin behind that of its row: `.cv1.conv`. */
export interface ModuleLayer extends PartLayer {
  readonly id: string;
  readonly type: string;
  /** The modules around it. */
  readonly blocks: readonly string[];
  /** The arguments that are its fields. */
  readonly sources: ArgumentNames | null;
  /** The layer of the part that has its parameters, where it is called again. */
  readonly sharesParametersOf: number | null;
  /** Its place in the part's `shared`, where modules of other rows may call it too. */
  readonly shared: number | null;
}

/** A layer that all modules of a model share, by a key, and the first in the part that calls it. */
export interface SharedLayer {
  readonly key: string;
  readonly first: number;
}

/** The layers that a row runs, apart from where it stands: rows alike have one part. */
export interface ModulePart extends Part {
  readonly layers: readonly ModuleLayer[];
  readonly shared: readonly SharedLayer[];
  /** What the row passes on. */
  readonly flow: Flow;
  /** Behind the tensors of its rows it takes the features of the texts, as they go in and as they were changed. */
  readonly takesTexts: boolean;
  /** The input that gives the features of the texts, where the part is the first to ask for it. */
  readonly textInput: number | null;
  /** Features of the texts, where the part changes them. */
  readonly changedTexts: TensorRef | null;
  /** Parameters of modules that no forward pass calls. */
  readonly uncalled: number;
  readonly refusals: readonly Refusal[];
}
