import { ListAccountSettingsCommand, PutAccountSettingCommand, type Setting } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { invalid } from './errors.ts';
import { ecsState } from './state.ts';

/** The settings of an account, with what AWS gives a new one. */
const USUAL: Readonly<Record<string, string>> = {
  serviceLongArnFormat: 'enabled',
  taskLongArnFormat: 'enabled',
  containerInstanceLongArnFormat: 'enabled',
  awsvpcTrunking: 'disabled',
  containerInsights: 'disabled',
  defaultLogDriverMode: 'non-blocking',
  dualStackIPv6: 'enabled',
  fargateFIPSMode: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  guardDutyActivate: 'off',
  tagResourceAuthorization: 'off',
};

function setting(context: Context, name: string, value: string): Setting {
  return {
    name: name as NonNullable<Setting['name']>,
    value,
    principalArn: context.arn('iam', 'root'),
    type: name === 'guardDutyActivate' ? 'aws_managed' : 'user',
  };
}

/** PutAccountSetting and ListAccountSettings; every caller is the account itself. */
export const accountSettingOperations = [
  on(PutAccountSettingCommand, ({ name = '', value = '' }, context) => {
    if (!(name in USUAL)) throw invalid(`unknown should be one of [${Object.keys(USUAL).join(',')}]`);
    context.state(ecsState).settings.set(name, value);
    return { setting: setting(context, name, value) };
  }),
  on(ListAccountSettingsCommand, ({ name, value, effectiveSettings }, context) => {
    const own = context.state(ecsState).settings;
    const all = effectiveSettings ? { ...USUAL, ...Object.fromEntries(own) } : Object.fromEntries(own);
    const found = Object.entries(all).filter(
      ([key, now]) => (name === undefined || key === name) && (value === undefined || now === value),
    );
    return { settings: found.map(([key, now]) => setting(context, key, now)) };
  }),
];
