import type { ScaleChoice } from '../format.ts';
import { keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';

/** The scale that a file's name holds: `yolo11s-seg.yaml` (ultralytics/nn/tasks.py guess_model_scale). */
export function scaleInName(path: string): string {
  const stem = (path.split(/[\\/]/).at(-1) ?? path).replace(/(?<=.)\.[^.]*$/, '');
  return /yolo(?:e-)?v?\d+([nslmx])/.exec(stem)?.[1] ?? '';
}

/** What a file says of its scales; null where it has none, and is the same at every scale. */
export function scaleChoice(root: Tree, path: string, asked?: string): ScaleChoice | null {
  const table = root.kind === 'mapping' ? scaleTable(root) : null;
  if (table === null) return null;
  const scales = table.entries.map(keyText);
  const [first] = scales;
  if (first === undefined) return null;
  const named = scaleInName(path);
  if (asked !== undefined) return { scales, present: asked, origin: 'argument' };
  return named === ''
    ? { scales, present: first, origin: 'first' }
    : { scales, present: named, origin: 'file-name' };
}

/** The mapping `scales:`, unless it is empty. */
export function scaleTable(root: MappingTree): MappingTree | null {
  const table = valueOf(root, 'scales');
  return table?.kind === 'mapping' && table.entries.length > 0 ? table : null;
}
