import { styleText } from 'node:util';
import type { TaskStatus } from '../engine/events.ts';

export type Style = 'green' | 'yellow' | 'red' | 'cyan' | 'dim' | 'bold' | 'magenta';
export type Paint = (style: Style, text: string) => string;

/** Colours text, or leaves it as it is. */
export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color ? styleText(style, text, { validateStream: false }) : text;

/** Ansible's colours, so that eyes find what they know. */
export const statusStyle: Readonly<Record<TaskStatus, Style>> = {
  ok: 'green',
  changed: 'yellow',
  skipped: 'cyan',
  failed: 'red',
  unreachable: 'red',
  read: 'dim',
};
