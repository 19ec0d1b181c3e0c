import { customLayer } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import { treeFields } from '../tree/tree-fields.ts';
import { describeTree, type Tree } from '../tree/tree.ts';
import { readBlock, type WrittenBlock } from './block.ts';
import type { Draft, DraftContent, Reference, Scope } from './draft.ts';
import { closestLayer, layerNamed } from './layers/catalog.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { readReferences } from './references.ts';
import { isAbsent } from './values.ts';
import { writtenLayer, type WrittenLayer } from './written-layer.ts';

/** Layers that repeated blocks may add to a model. */
const maximumRepeated = 10_000;

/** Items that are no layers, of which each has a problem; those after them are left out. */
const mostUnreadable = 1000;

const mayBeLayer = (tree: Tree): boolean =>
  tree.kind === 'mapping' || (tree.kind === 'scalar' && typeof tree.value === 'string');

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
  readonly #problems: ProblemList;
  readonly #rules: LayerRules | undefined;
  /** Ids that no layer without a name may get. */
  readonly #ids: Set<string>;
  readonly #taken: Set<string>;
  readonly #counts = new Map<string, number>();
  #repeated = 0;
  #unreadable = 0;

  constructor(inputs: readonly Draft[], rules: LayerRules | undefined, problems: ProblemList) {
    this.#rules = rules;
    this.drafts = [...inputs];
    this.#problems = problems;
    this.#ids = new Set(inputs.map(({ id }) => id));
    this.#taken = new Set(this.#ids);
  }

  /** Adds the layers of a list; returns what its last layer puts out. */
  expand(items: readonly Tree[], surroundings: Surroundings): Reference {
    let { previous } = surroundings;
    this.#reserveNames(items, surroundings.prefix);
    for (const item of items) previous = this.#item(item, { ...surroundings, previous });
    return previous;
  }

  /** Names that are written come first; layers without one are numbered around them. */
  #reserveNames(items: readonly Tree[], prefix: string): void {
    for (const item of items) {
      if (item.kind !== 'mapping') continue;
      for (const { key, value } of item.entries) {
        const inner = value.kind === 'mapping' ? value.entries : [];
        for (const field of [{ key, value }, ...inner]) {
          if (field.key.value === 'name' && field.value.kind === 'scalar') {
            this.#ids.add(prefix + String(field.value.value));
          }
        }
      }
    }
  }

  #item(tree: Tree, surroundings: Surroundings): Reference {
    if (this.#unreadable >= mostUnreadable && !mayBeLayer(tree)) return surroundings.previous;
    const written = writtenLayer(tree, this.#problems);
    if (written === null) {
      this.#unreadable++;
      return this.#add('layer', undefined, [surroundings.previous], surroundings, {
        kind: 'unknown',
        type: 'unknown',
        place: tree,
        title: tree,
      });
    }
    if (written.type === 'block') return this.#block(written, surroundings);
    return this.#layer(written, surroundings);
  }

  #layer(written: WrittenLayer, surroundings: Surroundings): Reference {
    const named = layerNamed(written.type);
    if (named === null) {
      const { type, fields } = written;
      const custom = customLayer(type, this.#rules, () => treeFields([...fields.values()]));
      if (custom === null) this.#reportUnknownLayer(written);
      const inputs = this.#inputs(written, undefined, false, surroundings);
      const content = { kind: 'unknown', ...written, ...(custom && { custom }) } as const;
      return this.#add(type, written.name, inputs, surroundings, content);
    }
    const joins = named.spec.joins === true;
    const sources = joins ? written.shorthand : undefined;
    const inputs = this.#inputs(written, sources, joins, surroundings);
    const type = named.spec.name;
    const isBroken = written.shorthand?.kind === 'broken';
    const content: DraftContent = isBroken
      ? { ...written, kind: 'unknown', type }
      : { kind: 'layer', written, named };
    return this.#add(type, written.name, inputs, surroundings, content);
  }

  #inputs(
    written: WrittenLayer,
    shorthand: Tree | undefined,
    joins: boolean,
    { previous, scope }: Surroundings,
  ): readonly Reference[] {
    const tree = isAbsent(written.from) ? shorthand : written.from;
    if (isAbsent(tree)) {
      if (joins) {
        const message = `\`${written.type}\` needs the names of the layers that it joins: \`from: [a, b]\`.`;
        this.#problems.report('missing-field', written.title, message);
        return [previous, { kind: 'unknown' }];
      }
      return [previous];
    }
    const references = readReferences(tree, scope, this.#problems);
    return joins && references.length === 1 ? [previous, ...references] : references;
  }

  #block(written: WrittenLayer, surroundings: Surroundings): Reference {
    const block = readBlock(written, this.#problems);
    const from = isAbsent(written.from)
      ? []
      : readReferences(written.from, surroundings.scope, this.#problems);
    let previous = from[0] ?? surroundings.previous;
    const blockName = surroundings.prefix + (block.name ?? this.#numbered('block', surroundings.prefix));
    for (let index = 0; index < block.repeat; index++) {
      if (index > 0 && !this.#mayRepeat(block, written.title)) break;
      const name = block.repeat > 1 ? `${blockName}.${index}` : blockName;
      const scope: Scope = { names: new Map([['input', previous]]), parent: surroundings.scope };
      const before = this.drafts.length;
      previous = this.expand(block.layers, {
        previous,
        scope,
        prefix: `${name}.`,
        blocks: [...surroundings.blocks, name],
      });
      if (index > 0) this.#repeated += this.drafts.length - before;
    }
    if (block.name !== null) surroundings.scope.names.set(block.name, previous);
    return previous;
  }

  #mayRepeat(block: WrittenBlock, title: Place): boolean {
    if (this.#repeated + block.layers.length <= maximumRepeated) return true;
    const limit = maximumRepeated.toLocaleString('en');
    this.#problems.report(
      'too-large',
      title,
      `Repeated blocks add more than ${limit} layers. Repeat fewer times.`,
    );
    return false;
  }

  #add(
    type: string,
    name: Tree | undefined,
    inputs: readonly Reference[],
    { scope, prefix, blocks }: Surroundings,
    content: DraftContent,
  ): Reference {
    const reference: Reference = { kind: 'draft', draft: this.drafts.length, output: 0 };
    const given = this.#givenName(name, scope);
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
  #givenName(tree: Tree | undefined, scope: Scope): string | null {
    if (isAbsent(tree) || tree.kind === 'broken') return null;
    if (tree.kind !== 'scalar') {
      this.#problems.report('invalid-value', tree, `\`name\` must be a word, not ${describeTree(tree)}.`);
      return null;
    }
    const name = String(tree.value);
    if (!scope.names.has(name)) return name;
    const message = `Another layer is already called \`${name}\`. Choose another name.`;
    this.#problems.report('duplicate-key', tree, message);
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

  #reportUnknownLayer({ type, title }: WrittenLayer): void {
    const closest = closestLayer(type);
    const advice =
      closest === null
        ? 'For a layer of your own write `custom: {output_shape: [channels, height, width]}`.'
        : `Did you mean \`${closest}\`?`;
    this.#problems.report('unknown-layer', title, `There is no layer \`${type}\`. ${advice}`);
  }
}
