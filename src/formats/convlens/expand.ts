import { mayBeLayer, mostUnreadable } from '../tree/layer-items.ts';
import { customLayer } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import { treeFields } from '../tree/tree-fields.ts';
import { shiftTree } from '../tree/shift-tree.ts';
import { describeTree, type PlacedTree, type Tree } from '../tree/tree.ts';
import { readBlock, type WrittenBlock } from './block.ts';
import type { Draft, DraftContent, Reference, Scope } from './draft.ts';
import type { LayerItems, PlacedItem } from './layer-item.ts';
import { closestLayer } from './layers/catalog.ts';
import { shifted } from '../../util/span.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { readReferences } from './references.ts';
import { isAbsent } from './values.ts';
import type { WrittenLayer } from './written-layer.ts';
import { said } from '../../model/text/text.ts';

/** Layers that repeated blocks may add to a model. */
const maximumRepeated = 10_000;

/** Where a list of layers stands: what comes before it, what names it sees, and what its layers' names begin with. */
interface Surroundings {
  readonly previous: Reference;
  readonly scope: Scope;
  readonly prefix: string;
  readonly blocks: readonly string[];
}

/** Turns a model's list of layers into drafts, block by block. */
export class LayerExpander {
  readonly drafts: Draft[];
  readonly #items: LayerItems;
  readonly #problems: ProblemList;
  readonly #rules: LayerRules | undefined;
  /** Ids that no layer without a name may get. */
  readonly #ids: Set<string>;
  readonly #taken: Set<string>;
  readonly #counts = new Map<string, number>();
  #repeated = 0;
  #unreadable = 0;

  constructor(
    inputs: readonly Draft[],
    items: LayerItems,
    rules: LayerRules | undefined,
    problems: ProblemList,
  ) {
    this.#rules = rules;
    this.drafts = [...inputs];
    this.#items = items;
    this.#problems = problems;
    this.#ids = new Set(inputs.map(({ id }) => id));
    this.#taken = new Set(this.#ids);
  }

  /** Adds the layers of a list; returns what its last layer puts out. */
  expand(placed: readonly PlacedTree[], surroundings: Surroundings): Reference {
    let { previous } = surroundings;
    const items = placed.map((each) => this.#items.of(each));
    // Names that are written come first; layers without one are numbered around them.
    for (const { item } of items) {
      for (const name of item.names) this.#ids.add(surroundings.prefix + name);
    }
    for (const item of items) previous = this.#item(item, previous, surroundings);
    return previous;
  }

  #item(placed: PlacedItem, previous: Reference, surroundings: Surroundings): Reference {
    const { item, at } = placed;
    const { tree } = item;
    if (this.#unreadable >= mostUnreadable && !mayBeLayer(tree)) return previous;
    const { value: written, problems } = item.written;
    if (problems.length > 0) this.#problems.from(at).addAll(problems);
    if (written === null) {
      this.#unreadable++;
      const content = unknownLayer('unknown', { place: tree, title: tree }, at);
      return this.#add('layer', null, [previous], surroundings, content);
    }
    if (written.type === 'block') return this.#block(written, placed, previous, surroundings);
    return this.#layer(written, placed, previous, surroundings);
  }

  #layer(
    written: WrittenLayer,
    { item, at }: PlacedItem,
    previous: Reference,
    surroundings: Surroundings,
  ): Reference {
    const { named } = item;
    const name = this.#givenName(written.name, surroundings.scope, at);
    if (named === null) {
      const { type, fields } = written;
      const custom = customLayer(type, this.#rules, () => treeFields([...fields.values()]));
      if (custom === null) this.#reportUnknownLayer(written, at);
      const inputs = this.#inputs(written, undefined, false, previous, surroundings, at);
      const content = { ...unknownLayer(type, written, at), ...(custom && { custom }) };
      return this.#add(type, name, inputs, surroundings, content);
    }
    const joins = named.spec.joins === true;
    const sources = joins ? written.shorthand : undefined;
    const inputs = this.#inputs(written, sources, joins, previous, surroundings, at);
    const type = named.spec.name;
    const isBroken = written.shorthand?.kind === 'broken';
    const content: DraftContent = isBroken
      ? unknownLayer(type, written, at)
      : { kind: 'layer', written, named, item, at };
    return this.#add(type, name, inputs, surroundings, content);
  }

  #inputs(
    written: WrittenLayer,
    shorthand: Tree | undefined,
    joins: boolean,
    previous: Reference,
    { scope }: Surroundings,
    at: number,
  ): readonly Reference[] {
    const tree = isAbsent(written.from) ? shorthand : written.from;
    if (isAbsent(tree)) {
      if (joins) {
        const message = said(
          '`{0}` needs the names of the layers that it joins: `from: [a, b]`.',
          written.type,
        );
        this.#problems.from(at).report('missing-field', written.title, message);
        return [previous, { kind: 'unknown' }];
      }
      return [previous];
    }
    const references = readReferences(shiftTree(tree, at), scope, this.#problems);
    return joins && references.length === 1 ? [previous, ...references] : references;
  }

  #block(
    written: WrittenLayer,
    { item: { text }, at }: PlacedItem,
    before: Reference,
    surroundings: Surroundings,
  ): Reference {
    const block = readBlock(written, this.#problems.from(at));
    const layers = block.layers.map((tree): PlacedTree => ({ tree, at, text }));
    const from = isAbsent(written.from)
      ? []
      : readReferences(shiftTree(written.from, at), surroundings.scope, this.#problems);
    let previous = from[0] ?? before;
    const blockName = surroundings.prefix + (block.name ?? this.#numbered('block', surroundings.prefix));
    for (let index = 0; index < block.repeat; index++) {
      if (index > 0 && !this.#mayRepeat(block, written.title, at)) break;
      const name = block.repeat > 1 ? `${blockName}.${index}` : blockName;
      const scope: Scope = { names: new Map([['input', previous]]), parent: surroundings.scope };
      const before = this.drafts.length;
      previous = this.expand(layers, {
        previous,
        scope,
        prefix: `${name}.`,
        blocks: [...surroundings.blocks, ...(block.repeat > 1 ? [blockName] : []), name],
      });
      if (index > 0) this.#repeated += this.drafts.length - before;
    }
    if (block.name !== null) surroundings.scope.names.set(block.name, previous);
    return previous;
  }

  #mayRepeat(block: WrittenBlock, title: Place, at: number): boolean {
    if (this.#repeated + block.layers.length <= maximumRepeated) return true;
    const limit = maximumRepeated.toLocaleString('en');
    this.#problems
      .from(at)
      .report(
        'too-large',
        title,
        said('Repeated blocks add more than {0} layers. Repeat fewer times.', limit),
      );
    return false;
  }

  #add(
    type: string,
    given: string | null,
    inputs: readonly Reference[],
    { scope, prefix, blocks }: Surroundings,
    content: DraftContent,
  ): Reference {
    const reference: Reference = { kind: 'draft', draft: this.drafts.length, output: 0 };
    const own = given ?? this.#numbered(type, prefix);
    scope.names.set(own, reference);
    this.drafts.push({ id: this.#unique(prefix + own), inputs, blocks, content });
    return reference;
  }

  /** Names of layers and blocks may come together to one id (`a.b`): the second is then `a.b#2`. */
  #unique(id: string): string {
    let candidate = id;
    for (let count = 2; this.#taken.has(candidate); count++) candidate = `${id}#${count}`;
    this.#taken.add(candidate);
    return candidate;
  }

  /** The name that is written, unless it is wrong or taken. */
  #givenName(tree: Tree | undefined, scope: Scope, at: number): string | null {
    if (isAbsent(tree) || tree.kind === 'broken') return null;
    if (tree.kind !== 'scalar') {
      this.#problems
        .from(at)
        .report('invalid-value', tree, said('`name` must be a word, not {0}.', describeTree(tree)));
      return null;
    }
    const name = String(tree.value);
    if (!scope.names.has(name)) return name;
    const message = said('Another layer is already called `{0}`. Choose another name.', name);
    this.#problems.from(at).report('duplicate-key', tree, message);
    return null;
  }

  /** `conv1`, `conv2`, …: the first that is free. */
  #numbered(type: string, prefix: string): string {
    const key = prefix + type;
    for (let count = (this.#counts.get(key) ?? 0) + 1; ; count++) {
      const id = key + String(count);
      if (this.#ids.has(id)) continue;
      this.#counts.set(key, count);
      this.#ids.add(id);
      return type + String(count);
    }
  }

  #reportUnknownLayer({ type, title }: WrittenLayer, at: number): void {
    const closest = closestLayer(type);
    const advice =
      closest === null
        ? said('For a layer of your own write `custom: {output_shape: [channels, height, width]}`.')
        : said('Did you mean `{0}`?', closest);
    this.#problems
      .from(at)
      .report('unknown-layer', title, said('There is no layer `{0}`. {1}', type, advice));
  }
}

/** A layer that could not be read, at its place in the text. */
function unknownLayer(
  type: string,
  { place, title }: Pick<WrittenLayer, 'place' | 'title'>,
  at: number,
): Extract<DraftContent, { kind: 'unknown' }> {
  return { kind: 'unknown', type, place: shifted(place, at), title: shifted(title, at) };
}
