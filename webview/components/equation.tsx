import type { ComponentChildren } from 'preact';
import { brackets, fenced, type MathNode } from '../../src/scene/equations/math-node.ts';
import type { TensorName } from '../../src/engine/trace/lesson.ts';
import type { Letter } from '../../src/scene/layer/letter-parts.ts';
import { nothingPointed, type Pointed } from '../../src/scene/layer/pointed-marks.ts';
import { words } from '../app/words.ts';

interface EquationProps {
  readonly equations: readonly MathNode[];
  readonly pointed: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

/** Formulas beside the picture; a letter and what it stands for in the picture light each other. */
export function Equations({ equations, pointed, onPoint }: EquationProps) {
  if (equations.length === 0) return null;
  const point = (event: Event) => {
    const name = event.target instanceof Element ? event.target.closest('.tensor') : null;
    const letter = (name?.getAttribute('data-letter') ?? null) as Letter | null;
    onPoint({
      tensor: (name?.getAttribute('data-tensor') ?? null) as TensorName | null,
      letters: letter === null ? [] : [letter],
      outlined: letter,
    });
  };
  return (
    <div
      class="equations"
      role="group"
      tabIndex={0}
      aria-label={words.lesson.equations}
      onPointerOver={point}
      onPointerLeave={() => onPoint(nothingPointed)}
    >
      {equations.map((equation, place) => (
        <div key={place} class="equation">
          {brokenBefore(equation).map((part, at) => (
            <math key={at} displaystyle>
              <Math math={part} pointed={pointed} />
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

/** Of what stands for something in the picture; and of F′ and x′, which MathML would take for words and set upright. */
function letterClass({ text, tensor, letter }: Extract<MathNode, { kind: 'name' }>, pointed: Pointed) {
  const classes = text.endsWith('′') ? ['primed'] : [];
  if (tensor || letter) classes.push('tensor');
  if (letter ? pointed.letters.includes(letter) : tensor && tensor === pointed.tensor) classes.push('lit');
  return classes.join(' ') || undefined;
}

function Math({ math, pointed }: { readonly math: MathNode; readonly pointed: Pointed }): ComponentChildren {
  switch (math.kind) {
    case 'name':
      return (
        <mi data-tensor={math.tensor} data-letter={math.letter} class={letterClass(math, pointed)}>
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
          {fenced(math.parts).map((part, place) => (
            <Math key={place} math={part} pointed={pointed} />
          ))}
        </mrow>
      );
    case 'sub':
      return (
        <msub>
          <Math math={math.base} pointed={pointed} />
          <Math math={math.below} pointed={pointed} />
        </msub>
      );
    case 'sup':
      return (
        <msup>
          <Math math={math.base} pointed={pointed} />
          {/* Fonts set superscripts high, and ⊤ is the upper half of its line. */}
          <mpadded voffset="-0.3em">
            <Math math={math.above} pointed={pointed} />
          </mpadded>
        </msup>
      );
    case 'fraction':
      return (
        <mfrac>
          <Math math={math.over} pointed={pointed} />
          <Math math={math.under} pointed={pointed} />
        </mfrac>
      );
    case 'floor':
    case 'ceiling': {
      // Few fonts have brackets that grow: they are drawn, and there to be read.
      const [open, close] = brackets[math.kind];
      return (
        <mrow class={`rounded ${math.kind}`}>
          <mo class="read-only">{open}</mo>
          <Math math={math.body} pointed={pointed} />
          <mo class="read-only">{close}</mo>
        </mrow>
      );
    }
    case 'under':
      return (
        <munder>
          <Math math={math.base} pointed={pointed} />
          <Math math={math.below} pointed={pointed} />
        </munder>
      );
  }
}
