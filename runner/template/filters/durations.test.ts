import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

/** Recorded from community.general 6.5. */
const recorded: Recorded = [
  ["'1h 30m'|community.general.to_seconds", 5400],
  ["'1h 30m'|community.general.to_minutes", 90],
  ["'1000ms'|community.general.to_seconds", 1],
  ["'1w 2days'|community.general.to_hours", 216],
  ["'1month'|community.general.to_days", 30],
  ["'1y'|community.general.to_weeks", 52.142857142857],
  ["'1y'|community.general.to_days(year=365.25)", 365.25],
  ["'90d'|community.general.to_months", 3],
  ["'-5s'|community.general.to_milliseconds", -5000],
  ["'0'|community.general.to_seconds", 0],
  ["'30s 2s'|community.general.to_time_unit('min')", 0.533333333333],
];

test('lengths of time behave as in Ansible', () => holdTo(recorded));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["'x' | to_seconds", /is no length of time/],
  ["'5zork' | to_seconds", /unknown unit of time 'zork'/],
  ["'1h' | to_time_unit('zork')", /unknown unit/],
];

test('lengths of time say what is wrong', () => {
  for (const [text, message] of bad) assert.match(errorOf(() => render(`{{ ${text} }}`)).message, message, text);
});
