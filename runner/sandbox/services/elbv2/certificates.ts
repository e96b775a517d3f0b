import {
  AddListenerCertificatesCommand,
  type Certificate,
  DescribeListenerCertificatesCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { failed, invalid } from './errors.ts';
import { listenerOf } from './lookup.ts';
import { page } from './paging.ts';
import type { ListenerRecord } from './state.ts';

const MAX_CERTIFICATES = 25;

/** The certificates a caller names. There is no ACM here: an ARN of this region's ACM or of IAM stands for a certificate. */
export function checkedCertificates(certificates: readonly Certificate[] | undefined, context: Context): Certificate[] {
  return (certificates ?? []).map(({ CertificateArn: arn = '' }) => {
    const acm = arn.startsWith(`arn:aws:acm:${context.region}:`) && arn.includes(':certificate/');
    const iam = /^arn:aws:iam::\d{12}:server-certificate\//.test(arn);
    if (!acm && !iam) throw failed('CertificateNotFound', `Certificate '${arn}' not found`);
    return { CertificateArn: arn };
  });
}

function secure(record: ListenerRecord): ListenerRecord {
  if (record.protocol !== 'HTTPS') {
    throw failed(
      'UnsupportedProtocol',
      `Listener '${record.arn}' does not support certificates: its protocol is not HTTPS`,
    );
  }
  return record;
}

/** The additional certificates of HTTPS listeners. */
export const certificateOperations = [
  on(DescribeListenerCertificatesCommand, (input, context) => {
    const record = listenerOf(context, input.ListenerArn);
    const all = record.certificates.map(({ CertificateArn }, index) => ({ CertificateArn, IsDefault: index === 0 }));
    const { items, next } = page(all, input);
    return { Certificates: items, ...next };
  }),
  on(AddListenerCertificatesCommand, ({ ListenerArn, Certificates }, context) => {
    const record = secure(listenerOf(context, ListenerArn));
    const added = checkedCertificates(Certificates, context);
    for (const certificate of added) {
      const known = record.certificates.slice(1).some((each) => each.CertificateArn === certificate.CertificateArn);
      if (!known) record.certificates.push(certificate);
    }
    if (record.certificates.length > MAX_CERTIFICATES + 1) {
      record.certificates.length = MAX_CERTIFICATES + 1;
      throw failed(
        'TooManyCertificates',
        `You've reached the limit of ${MAX_CERTIFICATES} certificates per load balancer`,
      );
    }
    return { Certificates: added.map(({ CertificateArn }) => ({ CertificateArn, IsDefault: false })) };
  }),
  on(RemoveListenerCertificatesCommand, ({ ListenerArn, Certificates = [] }, context) => {
    const record = secure(listenerOf(context, ListenerArn));
    const arns = Certificates.map(({ CertificateArn }) => CertificateArn);
    const [usual, ...others] = record.certificates;
    const left = others.filter(({ CertificateArn }) => !arns.includes(CertificateArn));
    const onlyDefault = left.length === others.length && arns.includes(usual?.CertificateArn);
    if (onlyDefault) throw invalid('The default certificate of a listener cannot be removed');
    record.certificates = [...(usual ? [usual] : []), ...left];
    return {};
  }),
];
