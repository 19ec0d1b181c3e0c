/** How many characters two texts share at their beginning, and how many more at their end. */
export function commonEnds(old: string, text: string): { readonly head: number; readonly tail: number } {
  const head = commonLength(old, text, Math.min(old.length, text.length), (whole, at, length) =>
    whole.slice(at, at + length),
  );
  const tail = commonLength(old, text, Math.min(old.length, text.length) - head, (whole, at, length) =>
    whole.slice(whole.length - at - length, whole.length - at),
  );
  return { head, tail };
}

/** How many characters two texts share, counted by `part`: in large steps, then in ever smaller ones. */
function commonLength(
  first: string,
  second: string,
  most: number,
  part: (text: string, at: number, length: number) => string,
): number {
  let common = 0;
  for (let step = 1 << 16; step >= 1; step >>= 2) {
    while (common + step <= most && part(first, common, step) === part(second, common, step)) common += step;
  }
  return common;
}
