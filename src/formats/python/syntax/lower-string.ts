import type { SyntaxNode } from '@lezer/common';
import type { Expression, FormatString } from './ast.ts';
import { stringParts, unescape } from './literals.ts';
import { childrenOf, unreadable, type Lowering } from './nodes.ts';

export function continuedString(node: SyntaxNode, lowering: Lowering): Expression {
  const pieces = childrenOf(node).map((child) => lowering.expression(child));
  const parts: FormatString['parts'][number][] = [];
  for (const piece of pieces) {
    if (piece.kind === 'constant' && typeof piece.value === 'string') parts.push(piece.value);
    else if (piece.kind === 'format-string') parts.push(...piece.parts);
    else return unreadable(node, 'the syntax is broken here');
  }
  const start = node.from;
  const end = node.to;
  if (parts.every((part) => typeof part === 'string'))
    return { kind: 'constant', value: parts.join(''), start, end };
  return { kind: 'format-string', parts, start, end };
}

export function formatString(node: SyntaxNode, lowering: Lowering): Expression {
  const parts: FormatString['parts'][number][] = [];
  const { raw, open, close } = stringParts(lowering.textOf(node));
  let offset = node.from + open;
  const textUpTo = (limit: number): void => {
    const inside = lowering.text.slice(offset, limit).replaceAll('{{', '{').replaceAll('}}', '}');
    if (inside !== '') parts.push(raw ? inside : unescape(inside));
  };
  for (const child of childrenOf(node)) {
    if (child.name !== 'FormatReplacement') continue;
    textUpTo(child.from);
    offset = child.to;
    const inner = childrenOf(child);
    const conversion = inner.find(({ name }) => name === 'FormatConversion');
    const spec = inner.find(({ name }) => name === 'FormatSpec');
    const values = inner.filter(({ name }) => !/^([{}]|Format.*)$/.test(name));
    const value = lowering.expressionList(values, child.from);
    if (inner.some(({ name }) => name === 'FormatSelfDoc'))
      parts.push(`${lowering.text.slice(value.start, value.end)}=`);
    parts.push({
      value,
      conversion: conversion ? lowering.textOf(conversion) : '',
      spec: spec ? lowering.textOf(spec).slice(1) : null,
    });
  }
  textUpTo(node.to - close);
  if (parts.every((part) => typeof part === 'string')) {
    return { kind: 'constant', value: parts.join(''), start: node.from, end: node.to };
  }
  return { kind: 'format-string', parts, start: node.from, end: node.to };
}
