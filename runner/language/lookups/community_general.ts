import type { PluginDocs } from '../plugin_doc.ts';

/** The usual lookups of community.general. */
export const communityGeneralLookups: PluginDocs = {
  cartesian: {
    examples: [
      [
        "query('cartesian', ['a', 'b'], [1])",
        [
          ['a', 1],
          ['b', 1],
        ],
      ],
    ],
  },
  flattened: { examples: [["query('flattened', [1, [2, [3]]])", [1, 2, 3]]] },
  random_string: {
    examples: [["lookup('random_string', length=12, special=false) | length", 12]],
    parameters: {
      length: 'number of characters',
      upper: 'with capitals',
      lower: 'with small letters',
      numbers: 'with digits',
      special: 'with other characters',
      min_numeric: 'at least so many digits',
      min_upper: 'at least so many capitals',
      min_lower: 'at least so many small letters',
      min_special: 'at least so many other characters',
      override_special: 'these are the other characters',
      override_all: 'these characters and no others',
      base64: 'in base64',
    },
  },
};
