import { ec2VpcSubnetInfoSchema } from '../../../schemas/ec2_vpc_subnet_info.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info } from '../module.ts';
import { findSubnets } from './ec2/subnet_read.ts';

/** What subnets there are, as the page of `amazon.aws.ec2_vpc_subnet_info` documents them. */
export const ec2VpcSubnetInfo = info({
  name: 'ec2_vpc_subnet_info',
  schema: ec2VpcSubnetInfoSchema,
  async read(world, params) {
    // Filters that wait for an id which AWS has yet to assign select what is not there yet.
    if (containsUnknown(params)) return { subnets: unknown };
    return { subnets: await findSubnets(world, params.filters, params.subnet_ids) };
  },
});
