import type { Format, FormatContext, InputChoice, SourceDocument } from '../format.ts';
import { convlensComments } from './convlens-comments.ts';
import { directivesOf, type Directive } from './directive.ts';

/**
 * The context with what the file's comments ask for (docs/input.md): weaker than what the user asks for here and now,
 * stronger than what the file says. Python's comments belong to one of its models each, so its own reader reads them.
 */
export function commentedContext(
  { text }: SourceDocument,
  { comments = [] }: Format,
  context: FormatContext,
): FormatContext {
  const directives = directivesOf(convlensComments(text, comments));
  if (directives.length === 0) return context;
  const inputs = directives.flatMap((directive) =>
    directive.inputs.map(({ name, dims }): InputChoice => ({
      dims,
      origin: 'comment',
      ...(name === null ? {} : { name }),
    })),
  );
  const phase = context.phase ?? first(directives, ({ phase: asked }) => asked);
  const scale = context.scale ?? first(directives, ({ scale: asked }) => asked);
  return {
    ...context,
    inputs: [...context.inputs, ...inputs],
    ...(phase && { phase }),
    ...(scale && { scale }),
  };
}

function first<T>(directives: readonly Directive[], of: (directive: Directive) => T | null): T | undefined {
  return directives.map(of).find((asked) => asked !== null) ?? undefined;
}
