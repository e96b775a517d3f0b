import { type Place, PlayError } from '../../diagnostics.ts';

export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  readonly rest: string;
  readonly place: Place;
}

const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** Takes a Dockerfile apart into instructions: continued lines are joined, comments and here-documents left out. */
export function dockerfileInstructions(text: string, file: string): { instructions: Instruction[]; mark: string } {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const mark = escapeCharacter(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (isBlank(lines[at]!)) continue;
    const place = { file, line: at + 1, column: lines[at]!.search(/\S/) + 1 };
    let joined = '';
    for (; at < lines.length; at++) {
      const line = lines[at]!;
      if (joined !== '' && isBlank(line)) continue;
      const continued = continuation(line, mark);
      joined += continued ?? line;
      if (continued === undefined) break;
    }
    const instruction = parseInstruction(joined.trim(), place);
    instructions.push(instruction);
    for (const end of hereDocuments(instruction)) while (++at < lines.length && lines[at]!.replace(/^\t+/, '') !== end);
  }
  return { instructions, mark };
}

/** Only comments may stand before the directive `# escape=`. */
function escapeCharacter(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^#\s*(\w+)\s*=\s*(\S+)/.exec(line);
    if (!directive) break;
    if (directive[1]!.toLowerCase() === 'escape') return directive[2]!;
  }
  return '\\';
}

const isBlank = (line: string) => /^\s*(#|$)/.test(line);

function continuation(line: string, mark: string): string | undefined {
  const trimmed = line.replace(/[ \t]+$/, '');
  return trimmed.endsWith(mark) ? trimmed.slice(0, -1) : undefined;
}

function parseInstruction(line: string, place: Place): Instruction {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  const keyword = word.toUpperCase();
  if (keywords.has(keyword)) return { keyword, rest, place: { ...place, width: word.length } };
  throw new PlayError({
    code: 'dockerfile',
    message: `"${word}" is no instruction of a Dockerfile`,
    place: { ...place, width: word.length },
    hint: `known are ${[...keywords].join(', ')}`,
  });
}

/** Words that end the here-documents which an instruction opens (`RUN <<EOF`). */
function hereDocuments({ keyword, rest }: Instruction): string[] {
  if (keyword !== 'RUN' && keyword !== 'COPY' && keyword !== 'ADD') return [];
  return [...rest.matchAll(/(?<![<\w])<<-?(["']?)([A-Za-z_]\w*)\1/g)].map((found) => found[2]!);
}

/** A mistake in a Dockerfile, at its line. */
export function mistake({ place }: Instruction, message: string, hint: string): PlayError {
  return new PlayError({ code: 'dockerfile', message, place, hint });
}
