import { balancerVarieties } from './balancer_varieties.ts';
import { containerVarieties } from './container_varieties.ts';
import { holdAll } from './hold.ts';

holdAll([...containerVarieties, ...balancerVarieties], 16);
