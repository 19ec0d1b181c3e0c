import {
  COLLECTION_STYLE,
  EVENT_ID,
  SCALAR_STYLE,
  getScalarValue,
  type Event,
  type ScalarEvent,
} from 'js-yaml';
import type { TextProblem } from '../../model/problems/problem.ts';
import type { BrokenTree, Entry, ScalarTree, Tree } from '../tree/tree.ts';
import { duplicateKeyProblems } from '../tree/duplicate-keys.ts';
import { coreScalar } from './core-scalar.ts';
import { mergedEntries } from './merge-keys.ts';
import { said, type Text } from '../../model/text/text.ts';

/** Values that aliases may add to a document before they are refused as a bomb. */
const maximumAliasValues = 100_000;

interface Anchor {
  readonly tree: Tree;
  /** Values in it, those that its own aliases add included. */
  readonly size: number;
}

/** What one reading of a document collects while its parts are built in order. */
export interface Building {
  readonly anchors: Map<string, Anchor>;
  readonly problems: TextProblem[];
  aliasValues: number;
  /** Once for a document: the first alias that would pass the limit. */
  hasRefusedAlias: boolean;
}

/** Nothing collected yet. */
export const startBuilding = (): Building => ({
  anchors: new Map(),
  problems: [],
  aliasValues: 0,
  hasRefusedAlias: false,
});

interface Frame {
  readonly kind: 'document' | 'mapping' | 'sequence';
  readonly start: number;
  readonly flow: boolean;
  readonly anchor: string | null;
  readonly valuesBefore: number;
  readonly children: Tree[];
}

/**
 * The first document of an event stream of `source`, a part of the text that begins at offset `shift`.
 * Aliases become the value they name.
 */
export function buildTree(events: readonly Event[], source: string, shift: number, building: Building): Tree {
  return new TreeBuilder(source, shift, building).build(events);
}

class TreeBuilder {
  readonly #source: string;
  readonly #shift: number;
  readonly #building: Building;
  readonly #frames: Frame[] = [];
  /** Offset in the source behind the last value. */
  #last = 0;
  #values = 0;
  #root: Tree | null = null;

  constructor(source: string, shift: number, building: Building) {
    this.#source = source;
    this.#shift = shift;
    this.#building = building;
  }

  build(events: readonly Event[]): Tree {
    for (const event of events) {
      this.#take(event);
      if (this.#root !== null) return this.#root;
    }
    return { kind: 'scalar', start: this.#shift, end: this.#shift, value: null, plain: true };
  }

  #take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#open('document', 0, false, null);
        return;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence';
        this.#open(kind, event.start, event.style === COLLECTION_STYLE.FLOW, this.#anchorName(event));
        return;
      }
      case EVENT_ID.SCALAR:
        this.#add(this.#scalar(event), this.#anchorName(event), 1);
        return;
      case EVENT_ID.ALIAS:
        this.#alias(event.anchorStart, event.anchorEnd);
        return;
      case EVENT_ID.POP:
        this.#close();
    }
  }

  #open(kind: Frame['kind'], start: number, flow: boolean, anchor: string | null): void {
    this.#last = Math.max(this.#last, flow ? start + 1 : start);
    this.#frames.push({ kind, start, flow, anchor, valuesBefore: this.#values, children: [] });
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    if (frame.kind === 'document') {
      this.#root = frame.children[0] ?? this.#empty();
      return;
    }
    if (frame.flow) this.#last = closingBracketEnd(this.#source, this.#last);
    const position = { start: frame.start + this.#shift, end: this.#last + this.#shift };
    const syntax = frame.flow ? 'flow' : 'block';
    const tree: Tree =
      frame.kind === 'sequence'
        ? { kind: 'sequence', ...position, syntax, items: frame.children }
        : { kind: 'mapping', ...position, syntax, entries: this.#entries(frame.children) };
    this.#add(tree, frame.anchor, 1 + this.#values - frame.valuesBefore);
  }

  #add(tree: Tree, anchor: string | null, size: number): void {
    this.#values++;
    if (anchor !== null) this.#building.anchors.set(anchor, { tree, size });
    this.#frames.at(-1)?.children.push(tree);
  }

  #entries(children: readonly Tree[]): readonly Entry[] {
    const entries: Entry[] = [];
    for (let index = 0; index + 1 < children.length; index += 2) {
      const key = children[index];
      const value = children[index + 1];
      if (key === undefined || value === undefined) break;
      if (key.kind === 'scalar') entries.push({ key, value });
      else if (key.kind !== 'broken')
        this.#report('syntax', 'A key must be text, not a list or a mapping.', key);
    }
    this.#building.problems.push(...duplicateKeyProblems(entries));
    return mergedEntries(entries);
  }

  #scalar(event: ScalarEvent): ScalarTree {
    if (event.valueStart < 0) {
      // An absent value stands behind the colon of its key.
      const colon = /^\s*:/.exec(this.#source.slice(this.#last, this.#last + 80));
      return this.#empty(colon === null || !this.#awaitsValue() ? 0 : colon[0].length);
    }
    const quoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    const start = event.valueStart - quoted;
    const end = event.valueEnd + quoted;
    this.#last = end;
    const text = getScalarValue(this.#source, event);
    const plain = event.style === SCALAR_STYLE.PLAIN && !this.#isTaggedText(event);
    return {
      kind: 'scalar',
      start: start + this.#shift,
      end: end + this.#shift,
      value: plain ? coreScalar(text) : text,
      plain,
    };
  }

  #awaitsValue(): boolean {
    const frame = this.#frames.at(-1);
    return frame?.kind === 'mapping' && frame.children.length % 2 === 1;
  }

  #isTaggedText(event: ScalarEvent): boolean {
    return event.tagStart >= 0 && /^!(!str)?$/.test(this.#source.slice(event.tagStart, event.tagEnd));
  }

  #alias(start: number, end: number): void {
    this.#last = end;
    const name = this.#source.slice(start, end);
    const place: BrokenTree = { kind: 'broken', start: start - 1 + this.#shift, end: end + this.#shift };
    const anchor = this.#building.anchors.get(name);
    if (anchor === undefined) {
      this.#report('unknown-reference', said('No value before this place is marked `&{0}`.', name), place);
      this.#add(place, null, 1);
    } else if (this.#building.aliasValues + anchor.size > maximumAliasValues) {
      this.#building.aliasValues++;
      this.#refuseAlias(place);
      this.#add(place, null, 1);
    } else {
      this.#building.aliasValues += anchor.size;
      this.#values += anchor.size - 1;
      this.#add(anchor.tree, null, anchor.size);
    }
  }

  #refuseAlias(place: Tree): void {
    if (this.#building.hasRefusedAlias) return;
    this.#building.hasRefusedAlias = true;
    const limit = maximumAliasValues.toLocaleString('en');
    this.#report(
      'too-large',
      said('Aliases repeat more than {0} values in this file. Write fewer.', limit),
      place,
    );
  }

  #anchorName({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): string | null {
    return anchorStart < 0 ? null : this.#source.slice(anchorStart, anchorEnd);
  }

  #empty(skip = 0): ScalarTree {
    const offset = this.#last + skip + this.#shift;
    return { kind: 'scalar', start: offset, end: offset, value: null, plain: true };
  }

  #report(code: TextProblem['code'], message: Text, { start, end }: Tree): void {
    this.#building.problems.push({ code, severity: 'error', message, span: { start, end }, related: [] });
  }
}

/** Behind the bracket that closes a flow collection whose last value ends at `offset`. */
function closingBracketEnd(source: string, offset: number): number {
  for (let place = offset; place < source.length; place++) {
    const character = source[place] ?? '';
    if (character === ']' || character === '}') return place + 1;
    if (character === '#') {
      while (place < source.length && !/[\r\n]/.test(source[place] ?? '')) place++;
    }
  }
  return source.length;
}
