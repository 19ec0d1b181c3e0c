import type { Format } from '../format.ts';
import { analyzePython } from './analyze.ts';
import { rewritesOf } from './fixes/rewrites.ts';
import { KeptFiles } from './again/kept-files.ts';
import { Inferences } from './graph/inferences.ts';
import { SourceCache } from './interpreter/loader.ts';

/** Steps that take about half a second at worst, with the time that is left for what follows them. */
const limits = { steps: 2_000_000, depth: 150, milliseconds: 350 };

/** Python files that import PyTorch, or a library built on it. */
const imports =
  /^[ \t]*(?:from\s+|import\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*)(?:torch|torchvision|pytorch_lightning|lightning|timm)\b/m;

/** Something of a model in them: scripts that only handle data are left alone. */
const models = /\b(nn|Module|forward|model)\b/;

/** PyTorch models in Python source. Keeps parsed files, so that an edit costs only what it changes. */
export function createPythonFormat(clock?: () => number, executesAll = false): Format {
  const kept = {
    sources: new SourceCache(64, clock),
    inferences: new Inferences(),
    files: new KeptFiles(),
    executesAll,
  };
  return {
    id: 'python',
    followsInputSize: true,
    recognizes: ({ path, text }) => path.endsWith('.py') && imports.test(text) && models.test(text),
    parse: (document, context) =>
      analyzePython(document, context, kept, clock ? { ...limits, clock } : limits),
    rewrites: ({ path, text }, problem, report) =>
      rewritesOf(kept.sources.document(path, text), problem, report),
  };
}
