import type { Deviations } from './deviation.ts';

/** Variables and templates. */
export const valueDeviations: Deviations = {
  'native-values': {
    ansible: 'before 2.19, `{{ 1 + 1 }}` gives text unless a setting says otherwise',
    play: 'a lone `{{ … }}` gives the value itself, as 2.19 does; with text around it, text',
    why: 'numbers and booleans stay what they are, so that nothing has to be cast back',
  },
  'data-is-data': {
    ansible: 'before 2.19, renders text again that a variable or a template gave, unless it is marked as unsafe',
    play: 'renders what is written in the playbook, once; what commands, files, lookups, facts and the environment give is data. A condition made by a template is read as an expression only when all that went into it is the author’s',
    why: 'the output of a program must never become code',
  },
  'lazy-members': {
    ansible: 'renders all of a dict or list when one member of it is used, and fails on any of them',
    play: 'renders the member that is used',
    why: 'a value nobody asks for can do no harm, and costs nothing',
  },
  'bounded-templates': {
    ansible: 'renders for as long as it takes',
    play: 'ends a template after 10 million steps or about two seconds of the processor (waiting for lookups does not count); ranges have at most a million numbers, and values that grow without end are refused',
    why: 'a mistake or a hostile value must not hang a deployment',
  },
  'closed-values': {
    ansible: 'gives templates the attributes and methods of Python objects, behind a sandbox',
    play: 'gives them keys, elements and a list of methods of Python’s text, lists, dicts, numbers and dates; nothing else of any object can be reached',
    why: 'what is not there needs no sandbox',
  },
  'no-markup': {
    ansible: '`escape` and `safe` mark text as HTML, which a second `escape` leaves alone',
    play: 'has no such mark: `escape` escapes whatever it gets, `safe` changes nothing, and nothing is ever `escaped`',
    why: 'templates write configuration, where a hidden mark on text only surprises',
  },
  'seeded-random': {
    ansible: '`random`, `shuffle` and the like give what Python’s generator makes of a seed',
    play: 'gives other choices for the same seed, always the same ones',
    why: 'Python’s generator is no part of the language; that a seed repeats its choice is',
  },
  'regular-expressions': {
    ansible: 'uses those of Python',
    play: 'translates them to those of JavaScript; conditional groups, atomic groups and flags inside the pattern are refused by name',
    why: 'there is no Python here, and a pattern that would match something else is refused rather than guessed',
  },
  'password-hashes': {
    ansible: '`password_hash` knows what passlib or the system’s crypt knows',
    play: 'knows sha512, sha256 and blowfish (bcrypt), with limits on rounds',
    why: 'these are the ones systems use; an endless number of rounds would hang the run',
  },
  'undefined-is-an-error': {
    ansible:
      'before 2.19, `is none`, `is string` and the like hold an undefined value for false, and `{% do %}` forgets it',
    play: 'refuses it there, too, as 2.19 does; `is defined`, `is undefined` and `default` cope with it',
    why: 'a misspelt name must not look like an answer',
  },
  'jinja-corners': {
    ansible:
      'prints a template whose Python does not compile as it stands (`break` outside of a loop, a parameter twice), runs the `else` of a loop that `break` left in its first round, leaves out what an unclosed `raw` holds, and ignores settings it does not know in `#jinja2:` lines',
    play: 'refuses these templates and settings, `line_statement_prefix` and `autoescape` among them; `else` runs when the loop had no round',
    why: 'they are slips of the pen, and a file written from one does harm',
  },
  'takes-more': {
    ansible:
      'needs a setting for `{% do %}`, `{% break %}` and `{% continue %}`, refuses a comma at the end of a list of names, and hides `loop` from included templates',
    play: 'takes all of these, and a list of names for `import` and `extends`, of which the first that exists is read',
    why: 'what they mean is plain',
  },
  'text-not-bytes': {
    ansible: "`encode()` gives bytes, which print as `b'…'`",
    play: 'has no bytes: `encode()` gives the text, of which filters like `hash` and `b64encode` take the UTF-8',
    why: "nobody wants `b'…'` in a file",
  },
  'numbers-of-javascript': {
    ansible: 'has complex numbers, and works out powers and roots with the C library',
    play: 'refuses a power that would be complex or endless; the last digit of a power or root may differ',
    why: 'floats are the same 64 bits, worked with by another library',
  },
  'language-version': {
    ansible: '`ansible_version` is the version installed',
    play: '`ansible_version` is 2.19.0, the version of the language spoken here',
    why: 'playbooks ask for it before they use something',
  },
  'facts-of-this-process': {
    ansible: 'gathers facts with Python and helper programs: `ansible_python`, devices, ssh keys, facter and more',
    play: 'gathers what a Node process can know: user, home, system, environment, date, processor, memory, mounts, network; the full name of the machine is looked up in /etc/hosts, not asked of the network',
    why: 'facts cost milliseconds so, and no program has to be there',
  },
  configuration: {
    ansible: 'reads ansible.cfg and dozens of `ANSIBLE_…` variables',
    play: 'reads the ones for vaults and `ANSIBLE_ROLES_PATH`; the lookup `config` answers for the few settings that have a meaning here',
    why: 'a playbook runs the same on every machine',
  },
};
