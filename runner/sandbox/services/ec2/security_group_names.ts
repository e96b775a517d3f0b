import { invalidValue, requireParameter } from './refuse.ts';

const characters = /^[\w .:/()#,@[\]+=&;{}!$*-]*$/;
const characterSet = 'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*';

/** A name that `CreateSecurityGroup` takes. */
export function requireGroupName(name: string | undefined): string {
  const wanted = requireParameter(name, 'groupName');
  if (wanted.length > 255) {
    throw invalidValue(
      `Value (${wanted}) for parameter GroupName is invalid. Character sets beyond 255 are not supported.`,
    );
  }
  if (!characters.test(wanted)) {
    throw invalidValue(
      `Value (${wanted}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.`,
    );
  }
  if (wanted.startsWith('sg-')) throw invalidValue(`Group names may not be in the format sg-*.`);
  if (wanted.toLowerCase() === 'default') throw invalidValue('Cannot use reserved security group name: default');
  return wanted;
}

/** A description that `CreateSecurityGroup` takes. */
export function requireGroupDescription(description: string | undefined): string {
  const wanted = requireParameter(description, 'GroupDescription');
  if (wanted.length > 255 || !characters.test(wanted)) {
    throw invalidValue(
      `Invalid security group description. Valid descriptions are strings less than 256 characters from the following set: ${characterSet}`,
    );
  }
  return wanted;
}
