/** The first sentence of a description, for lists. */
export const firstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0]!;
