/** A text in which addresses have lost the password that stands in them. */
export const withoutPassword = (text: string): string => text.replace(/(\w+:\/\/[^\s/:@]*):[^\s/@]+@/g, '$1:********@');
