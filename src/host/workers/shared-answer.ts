/** The answer to the last question: who asks the same again shares it, also while it is on its way. */
export class SharedAnswer<T> {
  #last: { readonly question: string; readonly answer: Promise<T> } | null = null;

  /** `question` names all that the answer follows from. One that failed is asked again. */
  join(question: string, ask: () => Promise<T>): Promise<T> {
    if (this.#last?.question === question) return this.#last.answer;
    const last = { question, answer: ask() };
    this.#last = last;
    last.answer.catch(() => {
      if (this.#last === last) this.#last = null;
    });
    return last.answer;
  }

  /** It is had by who asked, or is no longer the answer. */
  forget(): void {
    this.#last = null;
  }
}
