import type { Span } from '../../util/span.ts';
import type { Blob } from './layers/layer.ts';
import type { MessageReader } from './message-reader.ts';
import { shortened } from '../../util/shortened.ts';
import { said } from '../../model/text/text.ts';

/** A name in a `bottom` or `top`, with where it stands. */
export interface BlobName {
  readonly value: string;
  readonly span: Span;
}

/** The blobs of a net by name, as its layers make them one after the other (BVLC/caffe: src/caffe/net.cpp). */
export class Blobs {
  readonly #byName = new Map<string, Blob>();

  /** The blob that a layer reads; one that no layer before it makes is an error. */
  read(reader: MessageReader, name: BlobName): Blob {
    const blob = this.#byName.get(name.value);
    if (blob) return blob;
    const message = said('No layer before this one has the top "{0}".', shortened(name.value));
    reader.problem('unknown-reference', 'error', message, name.span);
    return { tensor: null, rank: null };
  }

  /** Sets what a top holds. A name that is taken may only be written again by a layer that works in place. */
  write(reader: MessageReader, name: BlobName, blob: Blob, isInPlace: boolean): void {
    if (this.#byName.has(name.value) && !isInPlace) {
      const message = said(
        'Another layer already has the top "{0}". Give this one another name.',
        shortened(name.value),
      );
      reader.problem('duplicate-key', 'error', message, name.span);
    }
    this.#byName.set(name.value, blob);
  }
}
