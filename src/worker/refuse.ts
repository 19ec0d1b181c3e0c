import { RpcError } from '../protocol/rpc/error.ts';
import { refusalText, type LayerRefusal } from '../scene/layer-refusal.ts';
import { english } from '../scene/words/english.ts';

/** A refusal as an error that travels: in English for logs, and as data for who words it. */
export const refused = (refusal: LayerRefusal): RpcError =>
  new RpcError('refused', refusalText(refusal, english), refusal);
