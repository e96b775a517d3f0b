/** What `play doc --help` prints. */
export const docHelp = `play doc says what there is, and how it is written.

Usage
  play doc                       the modules, one line each (also -l, --list)
  play doc MODULE …              what a module does, its parameters, examples
  play doc --LIST                one of these lists, one line each
  play doc --LIST NAME …         what one of them does, its arguments, examples with their results

Lists
  --filters                      value | NAME          play doc --filters combine
  --tests                        value is NAME         play doc --tests version
  --lookups                      lookup('NAME'), with_NAME
  --globals                      functions of templates: range, query, now …
  --keywords                     of plays, roles, blocks and tasks        play doc --keywords when
  --codes                        of mistakes            play doc --codes variable-undefined
  --deviations                   where Play deliberately differs from Ansible, and why

Output
  --output json                  the same as data

docs/LANGUAGE.md has all lists on one page.
`;
