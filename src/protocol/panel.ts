import type { AxisGeometry } from '../engine/geometry/axis.ts';
import type {
  Lesson,
  LessonOperation,
  PassId,
  Selection,
  StageId,
  TensorName,
} from '../engine/trace/lesson.ts';
import type { CellCheck } from '../engine/network/check-gradient.ts';
import type { Fault, LessonOptions } from '../engine/trace/options.ts';
import type { SizeSurvey } from '../model/clean-sizes/survey.ts';
import type { SizeAlong } from './analysis.ts';
import type { CompareAgain, Comparison } from './comparison.ts';
import type { NetworkChange } from './network-change.ts';
import type { WordedRun } from './worded-run.ts';
import type { NetworkChoices } from '../engine/session/network-run.ts';
import type { NetworkLayout, Sources } from '../scene/network/layout.ts';
import type { NetworkView } from '../scene/network/view.ts';

/**
 * The whole conversation between the host and the panel: one interface per direction, every method with one
 * argument. What comes from the webview is checked by the guards in panel-guards.ts before it is used.
 */

/** What the host offers to the panel. */
export interface PanelHost {
  /** The panel has loaded and can be sent content; also after a reload. */
  ready(request: Record<string, never>): void;
  /** The picture of this version of the text is on screen. */
  drawn(request: OfShown): void;
  /** Keep this while the page is away: it is given back when the page has loaded again. */
  hold(held: HeldForPage): void;
  /** Keep these files, and no others, for a panel, beyond a restart. */
  keepFiles(request: KeepFiles): void;
  /** The bytes of a file that was kept; null where it is there no more. */
  keptFile(request: KeptFile): Uint8Array | null;
  /** Reveal a layer's line in the editor; `focus` also moves the keyboard there. */
  revealLayer(request: RevealLayer): void;
  /** Ask the user for another input size of the network. */
  chooseInput(request: Record<string, never>): void;
  /** Pin the panel to what it shows, so that it no longer follows the cursor, or let it follow again. */
  pin(request: Pinned): void;
  /** The numbers of one layer. Rejected with `superseded` when a newer request of the panel overtakes it. */
  runLayer(request: RunLayer): FilledLesson;
  /**
   * The shown network forward and backward; `showProgress` tells how far it is. Rejected with `refused`, and a sentence
   * that says why, where it cannot be run so, and with `superseded` when it is cancelled or a newer run overtakes it.
   */
  runNetwork(request: RunNetwork): WordedRun;
  cancelRun(request: Record<string, never>): void;
  /** The gradient of one cell, by the backward pass and as a finite difference. */
  checkCell(request: CheckCell): CellCheck;
  /** The same of the built-in example, through all that comes after the cell. */
  checkExample(request: CheckExample): CellCheck;
  /** The numbers of the built-in example Conv → ReLU → Pool. */
  runExample(request: RunExample): FilledLesson;
  /** Where layers that are joined so stand in the picture; chains need not ask. */
  layoutNetwork(request: LayoutNetwork): NetworkLayout;
  /** Which input sizes suit the network; one list per group of axes that change together. */
  surveySizes(request: OfShown): readonly SizeSurvey[];
  /** The network as it is with other input sizes. Rejected with `superseded` when a newer request overtakes it. */
  networkAt(request: NetworkAt): NetworkView;
  /** Ask the user what to compare the network with; null where the user gave up. */
  chooseComparison(request: OfShown): Comparison | null;
  /** Compare with the same as before a restart; null where that is gone, which the user is told. */
  compareAgain(request: CompareAgain): Comparison | null;
  /** Write a file where the user wants it. False where the user gave up. */
  saveFile(request: SaveFile): boolean;
  /** Copy a link that leads back to a place. False where the file is outside of the workspace. */
  copyLink(place: PanelPlace): boolean;
  /** The checked fixes of one problem of the network that was shown last. */
  listFixes(request: ListFixes): readonly FixView[];
  /** Apply one of them in the editor. False where the document has changed since. */
  applyFix(request: ApplyFix): boolean;
}

/** What the panel offers to the host. Every method may be called again: a panel that was hidden loads anew. */
export interface PanelWebview {
  /** Show this content instead of what was shown. */
  showContent(content: PanelContent): void;
  /** What the page before this one had the host hold; comes before the content. */
  giveBack(held: HeldForPage): void;
  /** What has changed of the network that is shown; a page that shows another version is `ready` to be shown the whole. */
  changeNetwork(change: ShownChange): void;
  /** The cursor in the editor moved to another layer; null: to none. */
  selectLayer(request: { readonly layer: string | null }): void;
  /** Whether the panel is pinned; also told when the page has loaded. */
  showPinned(request: Pinned): void;
  /** Go to a layer's pass, stage and step, or to the network or the example; what is not given stays or starts at 0. */
  goTo(place: PanelPlace): void;
  /** How far the run of the network is. */
  showProgress(progress: RunProgress): void;
  /** What is on screen now, as text; answered after the numbers have come. Tests read the displayed cells by it. */
  describe(request: Record<string, never>): PanelDescription;
}

export interface Pinned {
  readonly pinned: boolean;
}

export const panelViews = ['network', 'layer', 'example'] as const;
export type PanelView = (typeof panelViews)[number];

/** How the network view shows the network. */
export const networkForms = ['graph', 'table', 'flow'] as const;
export type NetworkForm = (typeof networkForms)[number];

export interface PanelPlace {
  readonly view: PanelView;
  /** How the network is shown; as the panel has it where it is not given. */
  readonly form?: NetworkForm;
  readonly layer?: string;
  readonly pass?: PassId;
  readonly stage?: StageId;
  /** Which of the pass' stages of this name; the first where it is not given. */
  readonly nth?: number;
  readonly step?: number;
  /** The output cell whose receptive field is shown. */
  readonly field?: FieldPlace;
  /** Input sizes that are tried, none: the file's; as the panel has it where they are not given. */
  readonly sizes?: readonly SizeAlong[];
  /** The sample, channels and slices that are shown. */
  readonly selection?: Partial<Selection>;
  /** What the tensors are filled with, and how the lesson is told; as the panel has it where it is not given. */
  readonly values?: ValueChoice;
  readonly options?: PlaceOptions;
}

export interface FieldPlace {
  readonly row: number;
  readonly column: number;
}

export interface PanelDescription {
  readonly view: PanelView;
  readonly layer: string | null;
  readonly pass: PassId | null;
  readonly stage: StageId | null;
  readonly step: number;
  readonly planes: readonly PlaneDescription[];
}

export interface PlaneDescription {
  readonly tensor: TensorName;
  readonly rows: number;
  readonly columns: number;
  /** The texts of the cells in C order, as they are drawn. */
  readonly cells: readonly string[];
}

export type PanelContent =
  /** Analysis has not answered yet. */
  | { readonly state: 'loading'; readonly document: PanelDocument }
  | {
      readonly state: 'network';
      readonly document: PanelDocument;
      /** There are lines to go to: not in a binary file. */
      readonly hasText: boolean;
      /** The document's version; requests that name an older one are refused. */
      readonly version: number;
      /** Names of all models in the document, and which one is shown. */
      readonly models: readonly string[];
      readonly model: number;
      readonly network: NetworkView;
      /** The layer at the editor's cursor. */
      readonly selected: string | null;
    }
  /** The built-in example, which belongs to no document. */
  | { readonly state: 'example' }
  /** The document holds no network: `message` says why and what to do. */
  | { readonly state: 'empty'; readonly document: PanelDocument; readonly message: string }
  | { readonly state: 'error'; readonly document: PanelDocument; readonly message: string };

export interface ShownChange {
  /** The document's version that the page shows, and the one that it shows with the change. */
  readonly since: number;
  readonly version: number;
  readonly change: NetworkChange;
}

export interface PanelDocument {
  readonly uri: string;
  /** File name, as a title. */
  readonly name: string;
}

export interface RevealLayer {
  readonly layer: string;
  readonly focus: boolean;
}

/** A lesson, and which of its tensors have their values from the file. */
export interface FilledLesson extends Lesson {
  readonly fromFile: readonly ('X' | 'W')[];
}

export interface RunLayer {
  readonly version: number;
  /** Input sizes that are tried instead of the file's. */
  readonly sizes: readonly SizeAlong[];
  readonly layer: string;
  /** Missing entries take the first channel, the middle slice. */
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
  readonly options: LayerOptions;
}

/** How many samples the batch has, and how the lesson is told. */
export interface LayerOptions extends LessonOptions {
  readonly samples: number;
  /** Files that were dropped in, instead of what a tensor is filled with. */
  readonly given: readonly GivenFile[];
  /** Cells that were written over, in the order in which that was done. */
  readonly edits: readonly CellEdit[];
}

/** Without dropped files, which would be large. */
export type PlaceOptions = Omit<LayerOptions, 'given'>;

export const editableTensors = ['X', 'W', 'dZ', 'dP'] as const;
export type EditableTensor = (typeof editableTensors)[number];

/** The gradient that a lesson takes in: the example's begins at its pool. */
export const gradientIn = (operation: LessonOperation): 'dZ' | 'dP' => (operation === 'chain' ? 'dP' : 'dZ');

/** What a lesson takes in, and so can be written over. */
export const editableIn = (operation: LessonOperation): readonly EditableTensor[] => [
  'X',
  'W',
  gradientIn(operation),
];

export interface CellEdit {
  readonly tensor: EditableTensor;
  /** Flat place in C order. */
  readonly index: number;
  readonly value: number;
}

/** A file that was dropped in, without its bytes. */
export type FileName =
  | { readonly kind: 'npy'; readonly tensor: EditableTensor; readonly name: string }
  | {
      readonly kind: 'picture';
      readonly tensor: EditableTensor;
      readonly name: string;
      readonly width: number;
      readonly height: number;
    };

export type GivenFile = FileName & {
  /** Of a picture three planes: red, green, blue. */
  readonly bytes: Uint8Array;
};

export interface CheckCell extends RunLayer {
  readonly tensor: 'X' | 'W';
  readonly index: number;
}

export const mostSamples = 4;

export const faults = [
  'tail',
  'bias',
  'stride',
  'transposed',
  'mean',
  'bounds',
  'ties',
] as const satisfies readonly Fault[];

export interface RunNetwork {
  readonly version: number;
  /** Input sizes that are tried instead of the file's. */
  readonly sizes: readonly SizeAlong[];
  readonly choices: NetworkChoices;
  /** Whether batch norms take the batch's own statistics or kept ones. */
  readonly mode: 'training' | 'inference';
  /** The layer whose tensors are wanted besides the statistics of all. */
  readonly layer: string | null;
}

export interface RunProgress {
  readonly done: number;
  readonly total: number;
  /** The layer that comes next. */
  readonly layer: string;
}

export interface RunExample {
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
  readonly options: LayerOptions;
}

/** What the example's gradients are checked of. */
export const chainTensors = ['X', 'W', 'Z', 'A'] as const;

export interface CheckExample extends RunExample {
  readonly tensor: (typeof chainTensors)[number];
  readonly index: number;
}

/** What X, W and dZ are filled with; `file` takes values that the config writes down, where there are some. */
export interface ValueChoice {
  readonly input: InputPreset;
  readonly kernel: KernelPreset;
  readonly gradient: ValuePreset;
  readonly seed: number;
}

export const valuePresets = ['picture', 'noise', 'ramp', 'edge', 'one-hot', 'ones'] as const;
export type ValuePreset = (typeof valuePresets)[number];

export const inputPresets = ['file', ...valuePresets] as const;
export type InputPreset = (typeof inputPresets)[number];

export const kernelPresets = ['file', 'noise', 'sobel', 'box-blur', 'one-hot', 'ones'] as const;
export type KernelPreset = (typeof kernelPresets)[number];

export interface LayoutNetwork {
  readonly sources: Sources;
}

/** The network of this version of the document. */
export interface OfShown {
  readonly version: number;
}

export interface NetworkAt extends OfShown {
  readonly sizes: readonly SizeAlong[];
}

export interface SaveFile {
  /** Proposed, without a folder. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface ListFixes {
  readonly version: number;
  /** Place in `NetworkView.problems`. */
  readonly problem: number;
}

export interface FixView {
  readonly title: string;
  readonly preferred: boolean;
  /** The layer's windows after the change. */
  readonly axes: readonly AxisGeometry[];
}

export interface ApplyFix {
  readonly version: number;
  readonly problem: number;
  /** Place in the list that `listFixes` gave. */
  readonly fix: number;
}

/** What a network is run with, as it is chosen in the panel. */
export interface RunChoices {
  readonly weights: WordedRun['choices']['weights'];
  readonly input: 'ramp' | 'noise' | 'checkerboard';
  readonly loss: 'sum' | 'cross-entropy';
  readonly arithmetic: WordedRun['choices']['arithmetic'];
  readonly mode: RunNetwork['mode'];
  readonly seed: number;
}

/** A run that has ended: the document's version that ran, and the sizes that were tried. */
export interface EndedRun {
  readonly run: WordedRun;
  readonly version: number;
  readonly sizes: readonly SizeAlong[];
}

/**
 * What a page shows that is too large for `setState`. VS Code throws a hidden page away, and the host, which stays, holds
 * it meanwhile. After a restart networks are computed anew, and files are read from where they are kept.
 */
export interface HeldForPage {
  readonly comparison: Comparison | null;
  readonly run: EndedRun | null;
  /** Files that were dropped in. */
  readonly given: readonly GivenFile[];
}

export interface KeepFiles {
  /** The panel's own name. */
  readonly panel: string;
  readonly files: readonly Pick<GivenFile, 'tensor' | 'bytes'>[];
}

export interface KeptFile {
  readonly panel: string;
  readonly tensor: EditableTensor;
}
