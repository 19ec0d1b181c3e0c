import type { SourceDocument } from '../format.ts';

/**
 * Whether a text is a Caffe net: named `.prototxt` and with a layer or input, or beginning with a net's fields and
 * having a layer. Solvers, which are prototxt too, have neither.
 */
export function isPrototxt({ path, text }: SourceDocument): boolean {
  if (/\.prototxt$/i.test(path)) return /(?:^|[\s;}])(?:layers?\s*:?\s*[{<]|input\s*:)/.test(text);
  const beginning = text.slice(0, 5000).replace(/#[^\n]*/g, '');
  const firstField =
    /^\s*(?:name\s*:\s*["'][^"'\n]*["']\s*)?[;,]?\s*(?:layers?\s*\{|input(?:_dim|_shape)?\s*[:{]|state\s*\{)/;
  return (
    firstField.test(beginning) &&
    /(?:^|[\s;}])layers?\s*\{\s*(?:name|type|bottom|top|include|exclude)\b/.test(text)
  );
}
