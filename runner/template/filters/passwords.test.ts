import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

/** Recorded from ansible-core 2.14 with libxcrypt 4.4. */
const recorded: Recorded = [
  [
    "'secret'|password_hash('sha512','mysalt')",
    '$6$mysalt$UX6P1VKOf6dr0s2pg4pLNvIUB6hLXvP6M5f/Yj9hJgMPdAJ4oArvk5YUD9/XWtk1JOpVwt/JTsczMJr8sFVML1',
  ],
  ["'secret'|password_hash('sha256','mysalt')", '$5$mysalt$I2SNajjJ3Gc5gIR/tkrLOGngF8wqv59buJCqxh.o9s8'],
  [
    "'secret'|password_hash('sha512','mysalt',rounds=1000)",
    '$6$rounds=1000$mysalt$GWqo/Lq3SURYGcNVPiffI5Ic1x2WLu.e2sf9owxedsXuZK/w2K89mrRPOcDayUvRWxd/x1F1WhRLB4W89a23d.',
  ],
  [
    "'secret'|password_hash('sha512','mysalt',rounds=5000)",
    '$6$rounds=5000$mysalt$UX6P1VKOf6dr0s2pg4pLNvIUB6hLXvP6M5f/Yj9hJgMPdAJ4oArvk5YUD9/XWtk1JOpVwt/JTsczMJr8sFVML1',
  ],
  [
    "'secret'|password_hash('sha512','mysalt',rounds=656000)",
    '$6$mysalt$UX6P1VKOf6dr0s2pg4pLNvIUB6hLXvP6M5f/Yj9hJgMPdAJ4oArvk5YUD9/XWtk1JOpVwt/JTsczMJr8sFVML1',
  ],
  ["'s'|password_hash('sha256','ab')", '$5$ab$zAmVQVHrjjAF5Qh1gw8L/OQ8gbIMKNaWsEXs5AN0Gg9'],
  [
    "'a very long password that is longer than sixty-four bytes, to be sure of the filling of blocks'|password_hash('sha512','saltsaltsaltsalt')",
    '$6$saltsaltsaltsalt$hDHocZIp9FCrmzs7JD7Z6X2E0aVWcybtKTSy8VH6JpGntt5KBcxcPlh1iNQ49bcYZuaDy97j209KtmBhpOim7/',
  ],
  ["'pässwörd'|password_hash('sha256','x')", '$5$x$Mf0xB8lGxJG3Vu9eJMicE4lrLk3adpWzOQ3sofvKXx3'],
  [
    "''|password_hash('sha512','a')",
    '$6$a$Z6IPkDduHdwavesVY2NFMpOHkigshxPYdhfLg0D3A7/XFQcso9RV2E8qczyJ2su.dj6RRLaTpvgwN1rZfK0I9.',
  ],
];

test('password hashes behave as in Ansible', () => holdTo(recorded));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["'x' | password_hash('zork')", /cannot be hashed with 'zork'/],
  ["'x' | password_hash('sha512', 'bad salt')", /letters, digits/],
  ["'x' | password_hash('sha512', 'toolongsalttoolongsalt')", /at most 16/],
  ["'x' | password_hash('sha512', 'a', rounds=99999999999)", /take too long/],
  ["'x' | password_hash('bcrypt', 'abcdefghijklmnopqrstuu', rounds=31)", /takes too long/],
];

test('password hashes say what is wrong', () => {
  for (const [text, message] of bad) assert.match(errorOf(() => render(`{{ ${text} }}`)).message, message, text);
});

test('bcrypt is what other programs take', () => {
  const hash = render("{{ 'U*U' | password_hash('blowfish', 'CCCCCCCCCCCCCCCCCCCCC.', rounds=5) }}");
  assert.equal(hash, '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
  assert.match(String(render("{{ 'x' | password_hash('bcrypt', rounds=4, ident='2y') }}")), /^\$2y\$04\$.{53}$/);
});

test('a salt is made where none is given, another one each time', () => {
  const [a, b] = render("{{ ['x' | password_hash('sha256'), 'x' | password_hash('sha256')] }}") as string[];
  assert.match(a!, /^\$5\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{43}$/);
  assert.notEqual(a, b);
});
