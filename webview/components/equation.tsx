import type { ComponentChildren } from 'preact';
import { brackets, type MathNode } from '../../src/scene/equations/math-node.ts';
import type { TensorName } from '../../src/engine/trace/lesson.ts';
import { words } from '../app/words.ts';

interface EquationProps {
  readonly equations: readonly MathNode[];
  readonly lit: TensorName | null;
  readonly onPoint: (tensor: TensorName | null) => void;
}

/** Formulas beside the picture; a tensor's letter and its picture light each other. */
export function Equations({ equations, lit, onPoint }: EquationProps) {
  if (equations.length === 0) return null;
  const point = (event: Event) => {
    const letter = event.target instanceof Element ? event.target.closest('[data-tensor]') : null;
    onPoint((letter?.getAttribute('data-tensor') ?? null) as TensorName | null);
  };
  return (
    <div
      class="equations"
      role="group"
      tabIndex={0}
      aria-label={words.lesson.equations}
      onPointerOver={point}
      onPointerLeave={() => onPoint(null)}
    >
      {equations.map((equation, place) => (
        <div key={place} class="equation">
          {brokenBefore(equation).map((part, at) => (
            <math key={at} displaystyle>
              <Math math={part} lit={lit} />
            </math>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The signs before which an equation may go on in the next line: MathML itself breaks none. */
const breaks: ReadonlySet<string> = new Set(['≤', '→']);

function brokenBefore(equation: MathNode): readonly MathNode[] {
  if (equation.kind !== 'row') return [equation];
  const lines: MathNode[][] = [[]];
  for (const part of equation.parts) {
    if (part.kind === 'operator' && breaks.has(part.text)) lines.push([]);
    lines.at(-1)?.push(part);
  }
  return lines.map((parts): MathNode => ({ kind: 'row', parts }));
}

function Math({
  math,
  lit,
}: {
  readonly math: MathNode;
  readonly lit: TensorName | null;
}): ComponentChildren {
  switch (math.kind) {
    case 'name':
      return (
        <mi data-tensor={math.tensor} class={math.tensor && (math.tensor === lit ? 'tensor lit' : 'tensor')}>
          {math.text}
        </mi>
      );
    case 'number':
      return <mn>{math.text}</mn>;
    case 'operator':
      return <mo>{math.text}</mo>;
    case 'row':
      return (
        <mrow>
          {math.parts.map((part, place) => (
            <Math key={place} math={part} lit={lit} />
          ))}
        </mrow>
      );
    case 'sub':
      return (
        <msub>
          <Math math={math.base} lit={lit} />
          <Math math={math.below} lit={lit} />
        </msub>
      );
    case 'sup':
      return (
        <msup>
          <Math math={math.base} lit={lit} />
          <Math math={math.above} lit={lit} />
        </msup>
      );
    case 'fraction':
      return (
        <mfrac>
          <Math math={math.over} lit={lit} />
          <Math math={math.under} lit={lit} />
        </mfrac>
      );
    case 'floor':
    case 'ceiling': {
      // Few fonts have brackets that grow: they are drawn, and there to be read.
      const [open, close] = brackets[math.kind];
      return (
        <mrow class={`rounded ${math.kind}`}>
          <mo class="read-only">{open}</mo>
          <Math math={math.body} lit={lit} />
          <mo class="read-only">{close}</mo>
        </mrow>
      );
    }
    case 'under':
      return (
        <munder>
          <Math math={math.base} lit={lit} />
          <Math math={math.below} lit={lit} />
        </munder>
      );
  }
}
