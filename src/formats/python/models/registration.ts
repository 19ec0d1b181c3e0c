import type { TextProblem } from '../../../model/problems/problem.ts';
import type { Span } from '../../../util/span.ts';
import { PyDict, PyList, PyTuple, type PyInstance, type Value } from '../interpreter/values.ts';
import { isSameFile, spanIn } from '../graph/source.ts';
import type { Session } from '../session.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { afterAttribute } from '../syntax/word-places.ts';
import { childrenOf, isModule, openModules, parameterTotal } from '../torch/module.ts';
import { uninitialised } from './uninitialised.ts';
import { builtInForward } from './built-in-forward.ts';
import type { Candidate } from './candidates.ts';
import { said } from '../../../model/text/text.ts';

/** Ways to reach submodules without their names: where a file uses one, no layer is called unused. */
const dynamic =
  /\bgetattr\s*\(|\bsetattr\s*\(|_modules\b|\.children\s*\(|\.modules\s*\(|named_children|named_modules|__dict__|\bvars\s*\(|add_module|get_submodule/;

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
      ...unused(session, module, entered),
      ...unusedEntries(session, module, entered),
      ...unregistered(session, module, entered, registered),
    ];
  });
  problems.push(...builtInForward(session, entered, registered));
  if (problems.length === 0 && !vm.reads.isSpoiled) for (const kind of kinds) blameless.add(kind);
  return problems;
}

function unused(session: Session, module: PyInstance, entered: ReadonlySet<PyInstance>): TextProblem[] {
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
    return mentions(text, name) || dynamic.test(text) ? [] : neverUsed(session, child, name);
  });
}

/** That a module of this file is built for nothing; nothing where its parameters are not known. */
function neverUsed({ file }: Session, module: PyInstance, name: string): TextProblem[] {
  const site = siteOf(module);
  const parameters = parameterTotal(module);
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

/** Where a module was given its hyper-parameters, or was made. */
const siteOf = ({ configured, site }: PyInstance): PyInstance['site'] => configured?.site ?? site;

/**
 * Entries of a list or dict of modules that no line takes. Only where every line that speaks of it takes one entry by a
 * number or a word that stands there: then it is known which ones are taken.
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
    const taken = keysTaken(file.text, name, entries.length);
    if (!taken || dynamic.test(file.text)) return [];
    return entries.flatMap(([key, entry]): TextProblem[] => {
      const isTaken = taken.has(key) || [...openModules(entry)].some((each) => entered.has(each));
      const shown = /^\d+$/.test(key) ? key : `'${key}'`;
      return isTaken ? [] : neverUsed(session, entry, `${name}[${shown}]`);
    });
  });
}

/** The keys by which a text takes entries of `self.name`; null where a line does anything else with it but set it. */
function keysTaken(text: string, name: string, length: number): ReadonlySet<string> | null {
  if (isQuoted(text, name)) return null;
  const keys = new Set<string>();
  for (const rest of afterAttribute(text, name)) {
    if (isSet.test(rest)) continue;
    const [, word, number] = /^\[\s*(?:["']([^"'\n]+)["']|(-?\d+))\s*\](?!\s*=[^=])/.exec(rest) ?? [];
    if (word !== undefined) keys.add(word);
    else if (number !== undefined)
      keys.add((Number(number) < 0 ? Number(number) + length : Number(number)).toString());
    else return null;
  }
  return keys;
}

/** Whether the text speaks of an attribute other than where it is set. */
function mentions(text: string, name: string): boolean {
  if (isQuoted(text, name)) return true;
  for (const rest of afterAttribute(text, name)) if (!isSet.test(rest)) return true;
  return false;
}

/** Behind an attribute that is given a value. */
const isSet = /^\s*(?::[^=\n]+)?=[^=]/;

const isQuoted = (text: string, name: string): boolean =>
  text.includes(`'${name}'`) || text.includes(`"${name}"`);

function unregistered(
  session: Session,
  module: PyInstance,
  entered: ReadonlySet<PyInstance>,
  registered: ReadonlySet<PyInstance>,
): TextProblem[] {
  const containers = [...module.attributes].filter(([, value]) => holdsValues(value));
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
