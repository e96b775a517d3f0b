/** The text of a file with the way back to its bytes, so that nothing but what is edited changes. */
export interface EditedText {
  readonly text: string;
  /** A parameter in the form that can be compared with `text` and put into it. */
  inner(parameter: string): string;
  bytes(text: string): Buffer;
}

/** A file that is not in the encoding it should be in is edited byte by byte: each byte stands as the character of its number. */
export function editedText(content: Buffer, encoding: BufferEncoding = 'utf8'): EditedText {
  const text = content.toString(encoding);
  if (Buffer.from(text, encoding).equals(content))
    return { text, inner: (parameter) => parameter, bytes: (edited) => Buffer.from(edited, encoding) };
  return {
    text: content.toString('latin1'),
    inner: (parameter) => Buffer.from(parameter).toString('latin1'),
    bytes: (edited) => Buffer.from(edited, 'latin1'),
  };
}
