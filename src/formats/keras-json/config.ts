import type { FieldName, FieldSource, NodeSource } from '../../model/graph/graph.ts';
import type { Padding, PaddingSides, Value } from '../../model/graph/operation.ts';
import type { Dim, Layout } from '../../model/graph/shape.ts';
import type { Span } from '../../util/span.ts';
import type { LayerFields } from '../../model/rules/layer-rule.ts';
import type { ProblemList } from '../problem-list.ts';
import { treeFields } from '../tree/tree-fields.ts';
import { describeTree, valueOf, type Tree } from '../tree/tree.ts';
import { said, type Filled } from '../../model/text/text.ts';

/** The items of a list; tuples and shapes come wrapped in newer files: {"class_name": "__tuple__", "items": […]}. */
export function listItems(tree: Tree | undefined): readonly Tree[] | null {
  if (tree?.kind === 'sequence') return tree.items;
  const items = tree?.kind === 'mapping' ? valueOf(tree, 'items') : undefined;
  return items?.kind === 'sequence' ? items.items : null;
}

export function textOf(tree: Tree | undefined): string | null {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : null;
}

/** A shape as Keras writes it: null is a size that is only known when the model runs; of the batch 1 is taken. */
export function readShape(tree: Tree | undefined): readonly Dim[] | null {
  const items = listItems(tree);
  return (
    items?.map((item, place) => {
      const value = item.kind === 'scalar' ? item.value : undefined;
      if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
      return place === 0 && value === null ? 1 : null;
    }) ?? null
  );
}

/** Reads the `config` of one layer, and remembers where its hyper-parameters stand. */
export class LayerConfig {
  readonly #tree: Tree | undefined;
  readonly #problems: ProblemList;
  #fields: Partial<Record<FieldName, FieldSource>> = {};

  constructor(tree: Tree | undefined, problems: ProblemList) {
    this.#tree = tree;
    this.#problems = problems;
  }

  get fields(): NodeSource['fields'] {
    return this.#fields;
  }

  value(name: string): Tree | undefined {
    return this.#tree?.kind === 'mapping' ? valueOf(this.#tree, name) : undefined;
  }

  /** All values, for a rule of the user's. */
  all(): LayerFields {
    return this.#tree?.kind === 'mapping' ? treeFields(this.#tree.entries) : {};
  }

  /** The config inside a mapping of this one; its hyper-parameters are this one's. */
  inside(name: string): LayerConfig {
    const inner = new LayerConfig(this.value(name), this.#problems);
    inner.#fields = this.#fields;
    return inner;
  }

  text(name: string): string | null {
    return textOf(this.value(name));
  }

  switch(name: string, fallback: boolean): boolean {
    const tree = this.value(name);
    return tree?.kind === 'scalar' && typeof tree.value === 'boolean' ? tree.value : fallback;
  }

  /** Any number; the fallback where the value is absent or something else. */
  number(name: string, fallback: number): number {
    const tree = this.value(name);
    return tree?.kind === 'scalar' && typeof tree.value === 'number' ? tree.value : fallback;
  }

  /** A whole number; null, with a problem, where the value is something else. */
  whole(name: string, field: FieldName | null, minimum: number, fallback: Value = null): Value {
    const tree = this.#written(name, field);
    return tree === undefined ? fallback : this.#whole(tree, name, minimum);
  }

  /** A whole number, or a list with one for each axis. */
  perAxis(
    name: string,
    field: FieldName,
    axes: number,
    fallback: readonly Value[] | number,
  ): readonly Value[] {
    const tree = this.#written(name, field);
    if (tree === undefined) return typeof fallback === 'number' ? repeated(fallback, axes) : fallback;
    const items = listItems(tree);
    if (items === null) return repeated(this.#whole(tree, name, 0), axes);
    if (items.length === axes) return items.map((item) => this.#whole(item, name, 0));
    this.#invalid(name, tree, said('a number or a list of {0}', axes));
    return repeated(null, axes);
  }

  /** Whole numbers in a list, or a single one; null where absent or wrong. */
  wholes(name: string, field: FieldName | null, minimum: number): readonly number[] | null {
    const tree = this.#written(name, field);
    if (tree === undefined) return null;
    const values = (listItems(tree) ?? [tree]).map((item) => this.#whole(item, name, minimum));
    const known = values.filter((value) => value !== null);
    return known.length === values.length ? known : null;
  }

  layout(): Layout {
    return this.text('data_format') === 'channels_first' ? 'channels-first' : 'channels-last';
  }

  /** `valid`, `same` or `causal`. */
  padding(axes: number): Padding {
    const tree = this.#written('padding', 'padding');
    const word = textOf(tree)?.toLowerCase() ?? (tree === undefined ? 'valid' : null);
    if (word === 'same') return { kind: 'same-upper' };
    if (word === 'causal') return { kind: 'causal' };
    if (word === null && tree !== undefined)
      this.#invalid('padding', tree, said('"valid", "same" or "causal"'));
    const side = word === 'valid' ? 0 : null;
    return { kind: 'explicit', sides: Array.from({ length: axes }, () => ({ before: side, after: side })) };
  }

  /** Cells for each side: one number, one for each axis, or a pair for each axis; of one axis a pair alone. */
  sides(name: string, axes: number): readonly PaddingSides[] {
    const tree = this.#written(name, 'padding');
    const items = listItems(tree);
    if (tree === undefined) return repeated({ before: 1, after: 1 }, axes);
    if (items === null) return repeated(bothSides(this.#whole(tree, name, 0)), axes);
    if (axes === 1 && items.length === 2) return [this.#pair(items, name)];
    if (items.length === axes) {
      return items.map((item) => {
        const pair = listItems(item);
        return pair === null ? bothSides(this.#whole(item, name, 0)) : this.#pair(pair, name);
      });
    }
    this.#invalid(name, tree, said('a number or a list of {0}', axes));
    return repeated(bothSides(null), axes);
  }

  #pair(items: readonly Tree[], name: string): PaddingSides {
    const [before, after] = items.map((item) => this.#whole(item, name, 0));
    return { before: before ?? null, after: after ?? null };
  }

  #written(name: string, field: FieldName | null): Tree | undefined {
    const tree = this.value(name);
    if (tree === undefined || (tree.kind === 'scalar' && tree.value === null)) return undefined;
    if (field !== null) {
      const axes = listItems(tree)?.map(spanOf);
      this.#fields[field] ??= axes === undefined ? { span: spanOf(tree) } : { span: spanOf(tree), axes };
    }
    return tree;
  }

  #whole(tree: Tree, name: string, minimum: number): Value {
    const value = tree.kind === 'scalar' ? tree.value : undefined;
    const isWhole = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    if (isWhole && value >= minimum) return value;
    if (tree.kind !== 'broken') this.#invalid(name, tree, said('a whole number of at least {0}', minimum));
    return null;
  }

  #invalid(name: string, tree: Tree, wanted: Filled): void {
    this.#problems.report(
      'invalid-value',
      tree,
      said('`{0}` must be {1}, not {2}.', name, wanted, describeTree(tree)),
    );
  }
}

export function spanOf({ start, end }: { readonly start: number; readonly end: number }): Span {
  return { start, end };
}

function bothSides(value: Value): PaddingSides {
  return { before: value, after: value };
}

function repeated<T>(value: T, axes: number): readonly T[] {
  return Array.from({ length: axes }, () => value);
}
