import type { Selection } from '../engine/trace/lesson.ts';
import type { SizeAlong } from './analysis.ts';
import type { Sources } from '../scene/network/layout.ts';
import type { TableColumn, TableOrder } from '../scene/network/table.ts';
import { isNetworkChoices } from './network-choices-guard.ts';
import type { Guard, Guards } from './rpc/channel.ts';
import {
  editableTensors,
  faults,
  inputPresets,
  kernelPresets,
  mostSamples,
  panelViews,
  valuePresets,
  type ApplyFix,
  type CellEdit,
  chainTensors,
  type CheckCell,
  type CheckExample,
  type FieldPlace,
  type FileName,
  type GivenFile,
  type LayerOptions,
  networkForms,
  type LayoutNetwork,
  type ListFixes,
  type NetworkAt,
  type OfShown,
  type PanelDescription,
  type PanelHost,
  type PanelPlace,
  type PanelWebview,
  type Pinned,
  type PlaceOptions,
  type PlaneDescription,
  type RevealLayer,
  type RunExample,
  type RunLayer,
  type SaveFile,
  type RunNetwork,
  type ValueChoice,
  type HeldForPage,
  type KeepFiles,
  type KeptFile,
  type RunChoices,
} from './panel.ts';
import type { CompareAgain, ComparedWith } from './comparison.ts';
import type { PanelState, ScrolledForms, SeenNetwork } from './panel-state.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 10_000;

const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** A whole number from 0 that arithmetic cannot overflow. */
const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isOneOf =
  <T extends string>(choices: readonly T[]): Guard<T> =>
  (value): value is T =>
    choices.some((choice) => choice === value);

const selectionKeys: readonly (keyof Selection)[] = [
  'batch',
  'inChannel',
  'outChannel',
  'outSlice',
  'kernelSlice',
];

const isSelection = (value: unknown): value is Partial<Selection> =>
  isFields(value) &&
  Object.entries(value).every(([key, entry]) => selectionKeys.some((name) => name === key) && isPlace(entry));

const isValueChoice = (value: unknown): value is ValueChoice =>
  isFields(value) &&
  isOneOf(inputPresets)(value['input']) &&
  isOneOf(kernelPresets)(value['kernel']) &&
  isOneOf(valuePresets)(value['gradient']) &&
  isPlace(value['seed']);

const isRevealLayer = (value: unknown): value is RevealLayer =>
  isFields(value) && isText(value['layer']) && isFlag(value['focus']);

const isRunExample = (value: unknown): value is RunExample =>
  isFields(value) &&
  isSelection(value['selection']) &&
  isValueChoice(value['values']) &&
  isLayerOptions(value['options']);

const isCellEdit = (value: unknown): value is CellEdit =>
  isFields(value) &&
  isOneOf(editableTensors)(value['tensor']) &&
  isPlace(value['index']) &&
  Number.isFinite(value['value']);

const isFileName = (value: unknown): value is FileName =>
  isFields(value) &&
  isOneOf(editableTensors)(value['tensor']) &&
  isText(value['name']) &&
  (value['kind'] === 'npy' ||
    (value['kind'] === 'picture' && isPlace(value['width']) && isPlace(value['height'])));

const isGivenFile = (value: unknown): value is GivenFile =>
  isFields(value) && value['bytes'] instanceof Uint8Array && isFileName(value);

const isPlaceOptions = (value: unknown): value is PlaceOptions =>
  isFields(value) &&
  isFlag(value['trueConvolution']) &&
  Array.isArray(value['faults']) &&
  value['faults'].every(isOneOf(faults)) &&
  isPlace(value['samples']) &&
  value['samples'] >= 1 &&
  value['samples'] <= mostSamples &&
  Array.isArray(value['edits']) &&
  value['edits'].every(isCellEdit);

const isLayerOptions = (value: unknown): value is LayerOptions =>
  isFields(value) &&
  Array.isArray(value['given']) &&
  value['given'].every(isGivenFile) &&
  isPlaceOptions(value);

const isRunLayer = (value: unknown): value is RunLayer =>
  isRunExample(value) &&
  isFields(value) &&
  isPlace(value['version']) &&
  isSizes(value['sizes']) &&
  isText(value['layer']);

const isRunNetwork = (value: unknown): value is RunNetwork =>
  isFields(value) &&
  isPlace(value['version']) &&
  isSizes(value['sizes']) &&
  isNetworkChoices(value['choices']) &&
  isOneOf(['training', 'inference'])(value['mode']) &&
  isTextOrNull(value['layer']);

const isCheckCell = (value: unknown): value is CheckCell =>
  isRunLayer(value) &&
  isFields(value) &&
  isOneOf(['X', 'W'] as const)(value['tensor']) &&
  isPlace(value['index']);

const isCheckExample = (value: unknown): value is CheckExample =>
  isRunExample(value) && isFields(value) && isOneOf(chainTensors)(value['tensor']) && isPlace(value['index']);

const isListFixes = (value: unknown): value is ListFixes =>
  isFields(value) && isPlace(value['version']) && isPlace(value['problem']);

const isApplyFix = (value: unknown): value is ApplyFix =>
  isListFixes(value) && isFields(value) && isPlace(value['fix']);

const isEmpty = (value: unknown): value is Record<string, never> =>
  isFields(value) && Object.keys(value).length === 0;

const isPlaneDescription = (value: unknown): value is PlaneDescription =>
  isFields(value) &&
  isText(value['tensor']) &&
  isPlace(value['rows']) &&
  isPlace(value['columns']) &&
  Array.isArray(value['cells']) &&
  value['cells'].every(isText);

const isDescription = (value: unknown): value is PanelDescription =>
  isFields(value) &&
  isOneOf(panelViews)(value['view']) &&
  [value['layer'], value['pass'], value['stage']].every(isTextOrNull) &&
  isPlace(value['step']) &&
  Array.isArray(value['planes']) &&
  value['planes'].every(isPlaneDescription);

const mostLayers = 20_000;

/** Places of earlier layers, for each layer. */
const isSources = (value: unknown): value is Sources =>
  Array.isArray(value) &&
  value.length <= mostLayers &&
  value.every(
    (from: unknown, layer) =>
      Array.isArray(from) && from.every((place: unknown) => isPlace(place) && place < layer),
  );

const isLayoutNetwork = (value: unknown): value is LayoutNetwork =>
  isFields(value) && isSources(value['sources']);

const isOfShown = (value: unknown): value is OfShown => isFields(value) && isPlace(value['version']);

const largestSize = 65_536;

const isSizeAlong = (value: unknown): value is SizeAlong =>
  isFields(value) &&
  Array.isArray(value['axes']) &&
  value['axes'].length <= 3 &&
  value['axes'].every((axis: unknown) => isPlace(axis) && axis < 3) &&
  isPlace(value['size']) &&
  value['size'] >= 1 &&
  value['size'] <= largestSize;

export const isSizes = (value: unknown): value is SizeAlong[] =>
  Array.isArray(value) && value.length <= 3 && value.every(isSizeAlong);

const isNetworkAt = (value: unknown): value is NetworkAt =>
  isFields(value) && isPlace(value['version']) && isSizes(value['sizes']);

const largestFile = 200_000_000;

const isSaveFile = (value: unknown): value is SaveFile =>
  isFields(value) &&
  isText(value['name']) &&
  /^[^\\/:*?"<>|]{1,200}$/.test(value['name']) &&
  (typeof value['content'] === 'string' || value['content'] instanceof Uint8Array) &&
  value['content'].length <= largestFile;

const isCell = (value: unknown): value is FieldPlace =>
  isFields(value) && isPlace(value['row']) && isPlace(value['column']);

const isGiven = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  value === undefined || isOne(value);

/** Names of passes and stages are looked up where they are used: one that is not there leads to the first. */
export const isPanelPlace = (value: unknown): value is PanelPlace =>
  isFields(value) &&
  isOneOf(panelViews)(value['view']) &&
  [value['layer'], value['pass'], value['stage']].every((name) => isGiven(name, isText)) &&
  isGiven(value['form'], isOneOf(networkForms)) &&
  isGiven(value['nth'], isPlace) &&
  isGiven(value['step'], isPlace) &&
  isGiven(value['field'], isCell) &&
  isGiven(value['sizes'], isSizes) &&
  isGiven(value['selection'], isSelection) &&
  isGiven(value['values'], isValueChoice) &&
  isGiven(value['options'], isPlaceOptions);

/** Its network and its numbers go back to the page that they came from: the host reads nothing of them. */
const isHeldForPage = (value: unknown): value is HeldForPage =>
  isFields(value) &&
  (value['comparison'] === null || isFields(value['comparison'])) &&
  (value['run'] === null || isFields(value['run'])) &&
  Array.isArray(value['given']) &&
  value['given'].every(isGivenFile);

const isComparedWith = (value: unknown): value is ComparedWith =>
  isFields(value) &&
  isText(value['label']) &&
  (isOneOf(['head', 'model', 'scale', 'phase'])(value['kind']) ||
    (value['kind'] === 'file' && isText(value['uri'])));

const isCompareAgain = (value: unknown): value is CompareAgain =>
  isFields(value) && isPlace(value['version']) && isComparedWith(value['of']);

/** It becomes a part of a file's name. */
const isPanelName = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);

const isKeptFile = (value: unknown): value is KeptFile =>
  isFields(value) && isPanelName(value['panel']) && isOneOf(editableTensors)(value['tensor']);

const isKeepFiles = (value: unknown): value is KeepFiles =>
  isFields(value) &&
  isPanelName(value['panel']) &&
  Array.isArray(value['files']) &&
  value['files'].every(
    (file: unknown) =>
      isFields(file) && isOneOf(editableTensors)(file['tensor']) && file['bytes'] instanceof Uint8Array,
  );

const isPinned = (value: unknown): value is Pinned => isFields(value) && isFlag(value['pinned']);

const isNothing = (value: unknown): value is undefined => value === undefined;

/** One guard per method that the webview may call: what fails it is refused before it reaches a handler. */
export const panelHostGuards: NonNullable<Guards<PanelHost, PanelWebview>['arguments']> = {
  ready: isEmpty,
  drawn: isOfShown,
  hold: isHeldForPage,
  keepFiles: isKeepFiles,
  keptFile: isKeptFile,
  revealLayer: isRevealLayer,
  chooseInput: isEmpty,
  pin: isPinned,
  runLayer: isRunLayer,
  checkCell: isCheckCell,
  checkExample: isCheckExample,
  runExample: isRunExample,
  runNetwork: isRunNetwork,
  cancelRun: isEmpty,
  layoutNetwork: isLayoutNetwork,
  surveySizes: isOfShown,
  networkAt: isNetworkAt,
  chooseComparison: isOfShown,
  compareAgain: isCompareAgain,
  saveFile: isSaveFile,
  copyLink: isPanelPlace,
  listFixes: isListFixes,
  applyFix: isApplyFix,
};

/** One guard per answer of the webview. */
export const panelAnswerGuards: NonNullable<Guards<PanelHost, PanelWebview>['answers']> = {
  showContent: isNothing,
  giveBack: isNothing,
  changeNetwork: isNothing,
  selectLayer: isNothing,
  showPinned: isNothing,
  goTo: isNothing,
  showProgress: isNothing,
  describe: isDescription,
};

const tableColumnNames = [
  'layer',
  'type',
  'output',
  'parameters',
  'multiplyAdds',
  'receptiveField',
  'memory',
  'verdict',
] as const satisfies readonly TableColumn[];

const isTableOrder = (value: unknown): value is TableOrder =>
  isFields(value) && isOneOf(tableColumnNames)(value['column']) && isFlag(value['descending']);

const isSeen = (value: unknown): value is SeenNetwork =>
  isFields(value) &&
  isText(value['as']) &&
  isText(value['shown']) &&
  [value['x'], value['y'], value['zoom']].every((number) => Number.isFinite(number));

const isScrolled = (value: unknown): value is ScrolledForms =>
  isFields(value) &&
  Object.entries(value).every(
    ([form, scrolled]) =>
      isOneOf(networkForms)(form) &&
      isFields(scrolled) &&
      Number.isFinite(scrolled['top']) &&
      isTextOrNull(scrolled['layer']),
  );

/** What is chosen is checked again before the network is run with it. */
const isRunChoices = (value: unknown): value is RunChoices =>
  isFields(value) &&
  ['weights', 'input', 'loss', 'arithmetic', 'mode'].every((name) => isText(value[name])) &&
  isPlace(value['seed']);

/** State that VS Code hands back after a restart; what does not fit is treated as no state. */
export const isPanelState = (value: unknown): value is PanelState =>
  isFields(value) &&
  isPanelName(value['panel']) &&
  isTextOrNull(value['document']) &&
  isPlace(value['model']) &&
  isFlag(value['pinned']) &&
  isTextOrNull(value['layer']) &&
  (value['unfolded'] === null || isTexts(value['unfolded'])) &&
  isOneOf(panelViews)(value['view']) &&
  isOneOf(networkForms)(value['shownAs']) &&
  (value['order'] === null || isTableOrder(value['order'])) &&
  isPlace(value['pass']) &&
  isPlace(value['stage']) &&
  isPlace(value['step']) &&
  (value['field'] === null || isCell(value['field'])) &&
  isSelection(value['selection']) &&
  isValueChoice(value['values']) &&
  isLayerOptions(value['options']) &&
  Array.isArray(value['files']) &&
  value['files'].every(isFileName) &&
  (value['comparison'] === null || isComparedWith(value['comparison'])) &&
  isRunChoices(value['runChoices']) &&
  isFlag(value['ran']) &&
  (value['seen'] === null || isSeen(value['seen'])) &&
  isScrolled(value['scrolled']) &&
  isSizes(value['tried']) &&
  Number.isFinite(value['speed']) &&
  isFlag(value['checks']);
