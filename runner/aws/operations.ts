/** Words with which AWS begins the names of operations that change nothing. */
const readPrefixes = [
  'BatchCheck',
  'BatchDescribe',
  'BatchGet',
  'Check',
  'Decode',
  'Describe',
  'Filter',
  'Get',
  'Head',
  'List',
  'Lookup',
  'Preview',
  'Query',
  'Scan',
  'Search',
  'Simulate',
  'TestMetricFilter',
  'Validate',
];

/** Begin like a read, yet issue lasting credentials or make something (IAM's service authorization reference lists them as Write). */
const writesInDisguise = new Set([
  'GetClusterCredentials',
  'GetClusterCredentialsWithIAM',
  'GetFederationToken',
  'GetId',
  'GetOpenIdToken',
  'GetOpenIdTokenForDeveloperIdentity',
]);

/** Whether an operation of that name (`CreateVpc`) may change something. Unfamiliar names count as writes. */
export function isWrite(operation: string): boolean {
  if (writesInDisguise.has(operation)) return true;
  return !readPrefixes.some((prefix) => startsWithWord(operation, prefix));
}

/** `GetRole` begins with the word Get; `Getaway` does not. */
function startsWithWord(operation: string, word: string): boolean {
  return operation.startsWith(word) && !/^[a-z]/.test(operation.slice(word.length));
}
