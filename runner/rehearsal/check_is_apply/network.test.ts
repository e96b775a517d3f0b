import { accessVarieties } from './access_varieties.ts';
import { holdAll } from './hold.ts';
import { networkVarieties } from './network_varieties.ts';

holdAll([...networkVarieties, ...accessVarieties], 16);
