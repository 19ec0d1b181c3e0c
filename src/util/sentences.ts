/** A sentence for each kind of a union, which gets its values: a kind without one is a type error. */
export type Sentences<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: (values: Extract<Union, { readonly kind: Kind }>) => string;
};

/** The sentence of one member. */
export function sentenceFor<Union extends { readonly kind: string }>(
  sentences: Sentences<Union>,
  member: Union,
): string {
  // The table has the member's own kind under its name; TypeScript does not follow the two together.
  const sentence = sentences[member.kind as Union['kind']] as (values: Union) => string;
  return sentence(member);
}
