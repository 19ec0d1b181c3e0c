import type { PyClass, PyInstance } from '../interpreter/values.ts';
import { wordPlaces } from '../syntax/word-places.ts';

/** Ways to reach submodules without their names. Setting one by a name that is worked out builds it and uses nothing. */
const access =
  /\bgetattr\s*\(|\bvars\s*\(|\b_modules\b|\b__dict__|\.(?:named_)?(?:children|modules)\s*\(|\bget_submodule\b/g;

/** What holds settings, by convention: no layer is reached through it. */
const settings = /^(?:self\.)?(?:args|cfg|conf|config|hparams|opts?|options|params|settings)$/;

/** Functions that go through all layers without running any, by what their names begin with. */
const keepers =
  /^_*(?:re)?(?:init|set|freeze|unfreeze|fix|count|num|get_num|train|eval|apply|load|zero|remove|fuse|repr)(?:__|_(?!.*(?:forward|call|run|step|loss|stage))|$)/i;

/** Whether a text may reach the submodule `name` of a module other than by that name. */
export function isReachable(text: string, { type }: PyInstance, name: string): boolean {
  for (const found of text.matchAll(access)) {
    const { index } = found;
    const [word] = found;
    const rest = text.slice(index + word.length, index + word.length + 300);
    if (word.startsWith('getattr')) {
      if (mayGet(text, index, rest, type, name)) return true;
    } else if (word.startsWith('vars')) {
      const [, receiver = ''] = /^\s*([\w.]+)\s*\)/.exec(rest) ?? [];
      if (!isElsewhere(text, index, receiver, type)) return true;
    } else if (/(?:children|modules)\s*\(/.test(word)) {
      if (!keepers.test(functionAround(text, index))) return true;
    } else {
      const [receiver = ''] = /[\w.]*(?=\.$)/.exec(text.slice(Math.max(0, index - 60), index)) ?? [];
      if (!isElsewhere(text, index, receiver, type)) return true;
    }
  }
  return false;
}

/** `getattr(receiver, name)` */
function mayGet(text: string, index: number, rest: string, type: PyClass, name: string): boolean {
  const [, receiver, key = ''] = /^\s*([\w.]+)\s*,\s*([^]*)/.exec(rest) ?? [];
  if (receiver === undefined) return true;
  return !isElsewhere(text, index, receiver, type) && mayName(key, name);
}

/** Whether an expression, at the beginning of a text, may be the name: one that stands there in quotes is looked for as a word. */
function mayName(text: string, name: string): boolean {
  const [literal, prefix, , words = ''] = /^([fFrR]?)(["'])(.*?)\2\s*/.exec(text) ?? [];
  if (literal === undefined) return true;
  const next = text.charAt(literal.length);
  const isFilled = /f/i.test(prefix ?? '');
  if (!isFilled && (next === ')' || next === ',')) return false;
  if (next === '+') return name.startsWith(words);
  const parts = words.split(isFilled || next === '.' ? /\{[^{}]*\}/ : /%\w/);
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  return name.startsWith(first) && name.endsWith(last) && name.length >= first.length + last.length;
}

/** Whether what an expression stands for is no module of the class: imported, settings, or another class' `self`. */
function isElsewhere(text: string, index: number, receiver: string, { mro }: PyClass): boolean {
  if (settings.test(receiver)) return true;
  const [root = ''] = receiver.split('.');
  if (root === 'self') return isInOther(text, index, mro);
  return root !== '' && isImported(text, root);
}

/** Whether a place is in a class that is none of these, and derives from none. */
function isInOther(text: string, index: number, mro: readonly PyClass[]): boolean {
  const isInside = ({ definition }: PyClass): boolean =>
    definition?.file.text === text && index >= definition.syntax.start && index <= definition.syntax.end;
  if (mro.some(isInside)) return false;
  const heads = [...text.slice(0, index).matchAll(/^class\s+\w+\s*(?:\(([^()]*)\))?\s*:/gm)];
  const [, bases = ''] = heads.at(-1) ?? [];
  return heads.length > 0 && /^\s*(?:object|(?:(?:torch\.)?nn\.)?Module)?\s*$/.test(bases);
}

const beforeImported = /^[ \t]*(?:import\s+(?:[\w.]+\s+as\s+)?|from\s+[\w.]+\s+import\s[^\n]*)$/;

function isImported(text: string, root: string): boolean {
  for (const at of wordPlaces(text, root))
    if (beforeImported.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))) return true;
  return false;
}

/** The name of the function that a place stands in: the last one before it that is indented less. */
function functionAround(text: string, index: number): string {
  const line = text.lastIndexOf('\n', index) + 1;
  let limit = /^[ \t]*/.exec(text.slice(line, index))?.[0].length ?? 0;
  let name = '';
  for (let end = line - 1; end > 0 && limit > 0 && name === '';) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const [, indent = '', word = ''] =
      /^([ \t]*)(?:async[ \t]+)?(?:def[ \t]+(\w+))?/.exec(text.slice(start, end)) ?? [];
    const isBlank = text.slice(start, end).trim() === '';
    if (!isBlank && indent.length < limit) {
      limit = indent.length;
      name = word;
    }
    end = start - 1;
  }
  return name;
}
