import type { Dim } from '../model/graph/shape.ts';
import type { Graph } from '../model/graph/graph.ts';
import type { InputOrigin } from '../model/graph/operation.ts';
import type { KnownInferences } from '../model/shapes/inference.ts';
import type { Explanation, LeftOut } from '../model/explanation.ts';
import type { LayerRules } from '../model/rules/layer-rule.ts';
import type { FixCandidate } from '../model/problems/fix-candidate.ts';
import type { Problem, TextProblem } from '../model/problems/problem.ts';
import type { ModelReport } from '../model/report.ts';
import type { Variant } from '../model/variant.ts';
import type { CommentSign } from './comments/convlens-comments.ts';

export type FormatId =
  'convlens' | 'darknet' | 'ultralytics' | 'caffe' | 'keras' | 'onnx' | 'python' | 'generic';

/** One document to analyse. `path` is only a name: nothing is read through it. */
export interface SourceDocument {
  readonly path: string;
  readonly text: string;
  /** Where the user says that lists of layers are (docs/formats/generic.md). */
  readonly layers?: string;
  /** Binary formats only. */
  readonly bytes?: Uint8Array;
  /** The whole document's length, where `text` is only its beginning because it is too large. */
  readonly size?: number;
}

/** An input size chosen outside the file, with where it came from. */
export interface InputChoice {
  readonly dims: readonly Dim[];
  readonly name?: string;
  readonly origin: InputOrigin;
}

/** Reads another file of the workspace; null where it does not exist. Injected, so the pure layers need no file system. */
export type FileReader = (path: string) => string | null;

/** What a format may take into account besides the text. */
export interface FormatContext {
  readonly inputs: readonly InputChoice[];
  /** Which model of the file: a class, a factory, a call. */
  readonly model?: string;
  /** Caffe. */
  readonly phase?: 'TRAIN' | 'TEST';
  /** Ultralytics: n, s, m, l, x. */
  readonly scale?: string;
  /** What the user says that layers do which ConvLens does not know. */
  readonly rules?: LayerRules;
  readonly readFile: FileReader;
}

/** Where the scale of a model came from. `first`: nothing names one, and the framework takes the first. */
type ScaleOrigin = 'argument' | 'file-name' | 'first';

/** The scales that a file lists (Ultralytics), and the one that it was read at. */
export interface ScaleChoice {
  readonly scales: readonly string[];
  readonly present: string;
  readonly origin: ScaleOrigin;
}

export interface FormatResult {
  readonly graphs: readonly Graph[];
  /** Problems of the text itself; those of shapes are found by inference. */
  readonly problems: readonly TextProblem[];
  /** Formats whose text is interpreted: what could not be known. */
  readonly explanations?: readonly Explanation[];
  /** Models that there was no time for. */
  readonly leftOut?: readonly LeftOut[];
  /** What inference has already given for the nodes of each graph. */
  readonly known?: readonly KnownInferences[];
  /** Files that describe a model at several scales. */
  readonly scales?: ScaleChoice;
  /** Ended for want of time: read once more by a thread that is warm by then, it may come further. */
  readonly unfinished?: boolean;
  /** Which of several networks the file was read as. */
  readonly variants?: readonly Variant[];
}

/** A format adapter. `parse` never throws on bad input and takes bounded time and memory. */
export interface Format {
  readonly id: FormatId;
  /** The layers themselves depend on the input's sizes: a text that is interpreted, constants worked out from shapes. */
  readonly followsInputSize?: boolean;
  /** What begins a comment, for `# convlens: input=…`; none where the format reads such comments itself, or has none. */
  readonly comments?: readonly CommentSign[];
  /** Binary formats: the bytes without what is never read, to be kept; the same ones where they cannot be read. */
  condensed?(bytes: Uint8Array): Uint8Array;
  /** Whether the document is in this format, by its name and content; cheap, and false when in doubt. */
  recognizes(document: SourceDocument): boolean;
  parse(document: SourceDocument, context: FormatContext): FormatResult;
  /**
   * Changes of the text that may solve a problem and are more than another number in a field: of statements and calls.
   * Asked for when somebody wants fixes, and not offered before they are checked. `report` is the problem's model.
   */
  rewrites?(document: SourceDocument, problem: Problem, report: ModelReport | null): readonly FixCandidate[];
}
