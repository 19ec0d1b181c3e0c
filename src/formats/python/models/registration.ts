import type { TextProblem } from '../../../model/problems/problem.ts';
import type { Span } from '../../../util/span.ts';
import { PyDict, PyList, PyTuple, type PyInstance, type Value } from '../interpreter/values.ts';
import { isSameFile, spanIn } from '../graph/source.ts';
import type { Session } from '../session.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { allModules, childrenOf, isModule, openModules, parameterTotal } from '../torch/module.ts';
import { isReachable } from './dynamic-access.ts';
import { entriesTaken } from './entries-taken.ts';
import { mentions } from './mentions.ts';
import { uninitialised } from './uninitialised.ts';
import { builtInForward } from './built-in-forward.ts';
import type { Candidate } from './candidates.ts';
import { said } from '../../../model/text/text.ts';

/**
 * Layers that are built and never used, and layers that are used and not registered, of one followed forward pass. Of a
 * layer that the text speaks of anywhere but where it is set, nothing is said: a training pass may use it.
 */
export function registrationProblems(session: Session, { model }: Candidate): TextProblem[] {
  const { recorder, vm, blameless } = session;
  const { roots, kinds } = recorder.enterOnce(blameless);
  const { entered } = recorder;
  // Inside of copies that nothing has looked into nothing has run.
  const registered = openModules(model);
  const problems = [...registered].flatMap((module) => {
    if (module.type.definition?.module !== session.module || !entered.has(module)) return [];
    if (roots.has(module)) return [];
    return [
      ...uninitialised(session, module),
      ...unused(session, module, entered, roots),
      ...unusedEntries(session, module, entered),
      ...unregistered(session, module, entered, registered),
    ];
  });
  problems.push(...builtInForward(session, entered, registered));
  if (problems.length === 0 && !vm.reads.isSpoiled) for (const kind of kinds) blameless.add(kind);
  return problems;
}

/** `repeats`: those of which only the first of their kind had its parts entered. */
function unused(
  session: Session,
  module: PyInstance,
  entered: ReadonlySet<PyInstance>,
  repeats: ReadonlySet<PyInstance>,
): TextProblem[] {
  const { vm, file, recorder } = session;
  const { text } = file;
  // A layer that is called by another name may be this one.
  if (recorder.reports.all.some(({ isOfText }) => isOfText)) return [];
  return childrenOf(module).flatMap(([name, child]): TextProblem[] => {
    if (entered.has(child)) return [];
    const site = siteOf(child);
    if (!site || !isSameFile(file, site.file) || [...openModules(child)].some((each) => entered.has(each)))
      return [];
    // From here on it depends on all of the text.
    vm.reads.spoil();
    if (mentions(text, name) || isReachable(text, module, name)) return [];
    // It may be a part of one of these by another name.
    if ([...repeats].some((repeat) => allModules(repeat).has(child))) return [];
    return neverUsed(session, child, name);
  });
}

/** That a module of this file is built for nothing; nothing where its parameters are not known. */
function neverUsed(
  { file }: Session,
  module: PyInstance,
  name: string,
  parameters = parameterTotal(module),
): TextProblem[] {
  const site = siteOf(module);
  if (!site || !isSameFile(file, site.file) || parameters === null) return [];
  return [
    {
      code: 'unused-layer',
      severity: parameters === 0 ? 'hint' : 'warning',
      message:
        parameters === 0
          ? said('self.{0} is built, and forward never uses it. Use it or remove it.', name)
          : said(
              'self.{0} is built, and forward never uses it. Its {1} parameters are saved with the model and never trained. Use it or remove it.',
              name,
              parameters,
            ),
      span: spanIn(file, site.file, site.call.start, site.call.end),
      related: [],
    },
  ];
}

/** `[2]`, `['mask']`; of several that one call builds `[2:5]`, or each. */
function keysText(keys: readonly string[]): string {
  const numbers = keys.map(Number);
  const [first = NaN] = numbers;
  const isRow = keys.length > 1 && numbers.every((number, place) => number === first + place);
  if (isRow) return `[${first}:${first + keys.length}]`;
  return keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `['${key}']`)).join(', ');
}

/** Where a module was given its hyper-parameters, or was made. */
const siteOf = ({ configured, site }: PyInstance): PyInstance['site'] => configured?.site ?? site;

/**
 * Entries of a list or dict of modules that no line takes. Only where every line that speaks of it takes entries by
 * numbers or words that stand there: then it is known which ones are taken.
 */
function unusedEntries(
  session: Session,
  module: PyInstance,
  entered: ReadonlySet<PyInstance>,
): TextProblem[] {
  const { vm, file, recorder } = session;
  if (recorder.reports.all.some(({ isOfText }) => isOfText)) return [];
  return childrenOf(module).flatMap(([name, container]): TextProblem[] => {
    if (container.type.definition !== null || !/^Module(List|Dict)$/.test(container.type.name)) return [];
    const entries = childrenOf(container);
    const some = entries.some(([, entry]) => entered.has(entry));
    if (container.open || !some || entries.every(([, entry]) => entered.has(entry))) return [];
    vm.reads.spoil();
    const taken = entriesTaken(file.text, module, name, entries.length);
    if (!taken || isReachable(file.text, module, name)) return [];
    const left = entries.filter(
      ([key, entry]) => !taken.has(key) && ![...openModules(entry)].some((each) => entered.has(each)),
    );
    const calls = new Set(left.map(([, entry]) => siteOf(entry)?.call));
    return [...calls].flatMap((call) => {
      const built = left.filter(([, entry]) => siteOf(entry)?.call === call);
      const [[, entry] = []] = built;
      const total = built.reduce<number | null>((sum, [, each]) => {
        const own = parameterTotal(each);
        return sum === null || own === null ? null : sum + own;
      }, 0);
      return entry ? neverUsed(session, entry, name + keysText(built.map(([key]) => key)), total) : [];
    });
  });
}

function unregistered(
  session: Session,
  module: PyInstance,
  entered: ReadonlySet<PyInstance>,
  registered: ReadonlySet<PyInstance>,
): TextProblem[] {
  const containers: [string, Value][] = [];
  for (const entry of module.attributes) if (holdsValues(entry[1])) containers.push(entry);
  return containers.flatMap(([name, value]): TextProblem[] => {
    const layers = modulesIn(value).filter((layer) => entered.has(layer) && !registered.has(layer));
    const parameters = layers.reduce((total, layer) => total + (parameterTotal(layer) ?? 0), 0);
    if (layers.length === 0 || parameters === 0) return [];
    session.vm.reads.spoil();
    const container = value instanceof PyDict ? 'ModuleDict' : 'ModuleList';
    const written = assigned(session, module, name);
    const site = layers[0]?.site;
    const made = site && spanIn(session.file, site.file, site.call.start, site.call.end);
    const place = written?.target ?? made;
    if (!place || place.file !== undefined) return [];
    const wrapped = `${prefix(session.file.text)}nn.${container}`;
    return [
      {
        code: 'unregistered-layer',
        severity: 'warning',
        message:
          layers.length === 1
            ? said(
                'The layer of self.{0} is in a plain {1}: PyTorch does not register it, so its {2} parameters are neither trained nor saved. Wrap it in {3}(…).',
                name,
                kindOf(value),
                parameters,
                wrapped,
              )
            : said(
                'The {4} layers of self.{0} are in a plain {1}: PyTorch does not register them, so their {2} parameters are neither trained nor saved. Wrap it in {3}(…).',
                name,
                kindOf(value),
                parameters,
                wrapped,
                layers.length,
              ),
        span: place,
        related: [],
        // What holds plain lists itself takes more than one container.
        ...(written?.value && !itemsOf(value).some(holdsValues)
          ? { repairs: [wrap(wrapped, written.value)] }
          : {}),
      },
    ];
  });
}

function wrap(by: string, { start, end }: Span): NonNullable<TextProblem['repairs']>[number] {
  return {
    title: said('Wrap it in {0}', by),
    edits: [
      { span: { start, end: start }, newText: `${by}(` },
      { span: { start: end, end }, newText: ')' },
    ],
  };
}

function kindOf(value: Value): string {
  return value instanceof PyDict ? 'dict' : value instanceof PyTuple ? 'tuple' : 'list';
}

function holdsValues(value: Value): boolean {
  return value instanceof PyList || value instanceof PyTuple || value instanceof PyDict;
}

/** Modules in a plain container, and in plain ones inside of it. */
function modulesIn(value: Value, depth = 0): PyInstance[] {
  return itemsOf(value).flatMap((item) =>
    isModule(item) ? [item] : depth < 3 && holdsValues(item) ? modulesIn(item, depth + 1) : [],
  );
}

function itemsOf(value: Value): readonly Value[] {
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  return value instanceof PyDict ? value.values : [];
}

/** How the file names `torch.nn`. */
function prefix(text: string): string {
  return /^\s*(from torch import .*\bnn\b|import torch\.nn as nn)/m.test(text) ? '' : 'torch.';
}

/** Where `self.name = …` stands in the class. */
function assigned(
  session: Session,
  { type }: PyInstance,
  name: string,
): { readonly target: Span; readonly value: Span | null } | null {
  const { definition } = type;
  if (definition?.module !== session.module) return null;
  const at = ({ start, end }: Span): Span => spanIn(session.file, definition.file, start, end);
  const found: { target: Span; value: Expression | null }[] = [];
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'function') visit(statement.body());
      else if (statement.kind === 'if') {
        visit(statement.then);
        visit(statement.otherwise);
      } else if (statement.kind === 'for' || statement.kind === 'with') visit(statement.body);
      else if (statement.kind === 'assign') {
        const [target] = statement.targets;
        if (target?.kind !== 'attribute' || target.name !== name) continue;
        found.push({ target: at(target), value: statement.value });
      }
    }
  };
  visit(definition.syntax.body());
  const [only, ...others] = found;
  if (!only) return null;
  // A list that is filled later, or set in several places, is wrapped where it begins.
  const value = others.length === 0 && only.value ? at(only.value) : null;
  return { target: only.target, value };
}
