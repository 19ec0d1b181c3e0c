import type { FormatContext, SourceDocument } from '../../format.ts';
import type { BudgetLimits } from '../interpreter/budget.ts';
import { Holding } from '../interpreter/reads.ts';
import { preparedSize } from '../models/image-size.ts';
import { hasScripts } from '../models/script.ts';
import { hasShapeComments } from '../models/shape-comments.ts';
import { Session } from '../session.ts';
import { applyChanges } from './apply-changes.ts';
import { changesOf } from './changes.ts';
import { HoldingAlike } from './holding-alike.ts';
import { askedOf, type KeptAnalyses, type KeptFile } from './kept-files.ts';

/** After so many edits, or so much text of earlier versions, a file is read from scratch: what has been left behind is forgotten. */
const mostEdits = 64;
const mostText = 4_000_000;

/**
 * Goes on with what an earlier version of a document has built. Null where the edit reaches further than what functions
 * do and what single names stand for.
 */
export function resumed(
  document: SourceDocument,
  context: FormatContext,
  kept: KeptAnalyses,
  limits: BudgetLimits,
): { readonly session: Session; readonly before: KeptFile } | null {
  const before = kept.files.of(document.path);
  const session = before?.session;
  if (!before?.canGoOn || !session || session.edits >= mostEdits) return null;
  if (session.edits * document.text.length > mostText) return null;
  const { vm, file: older } = session;
  const file = kept.sources.document(document.path, document.text);
  if (file.isCut || file.text.includes('convlens') || hasScripts(file.module.body)) return null;
  if (hasShapeComments(file) || before.asked !== askedOf(context, preparedSize(file))) return null;
  const found = changesOf({ file: older, statements: before.statements }, file);
  if (!found || !vm.finder.isCurrent(context.readFile)) return null;
  if (file !== older) file.moves.follow(older, found.kept);
  vm.finder = vm.finder.with(context.readFile);
  const next = new Session(document, context, kept, limits, session);
  if (!applyChanges({ vm, frame: next.moduleFrame() }, found.changes)) return null;
  const holding = new Holding();
  vm.constructions.update(holding);
  vm.loops.update(holding);
  next.recorder.forwardPasses.update(holding);
  const alike = new HoldingAlike(next, holding);
  before.models.update(alike);
  before.built.update(alike);
  return { session: next, before: { ...before, session: next, statements: found.statements } };
}
