/** The words for a language as VS Code names it: there are Chinese ones for `zh-cn`, all others read English. */
export const inLanguage = <Words>(
  language: string,
  { english, chinese }: { readonly english: Words; readonly chinese: Words },
): Words => (language.toLowerCase() === 'zh-cn' ? chinese : english);
