import type { Catalog } from './catalog';
import { DATA_CONTROLS } from './controls-data';
import { NETWORK_CONTROLS } from './controls-network';
import { WORKLOAD_CONTROLS } from './controls-workload';

/** Every resource type of the app that is broken, with what of it is a control. */
export const CONTROLS: Catalog = { ...NETWORK_CONTROLS, ...WORKLOAD_CONTROLS, ...DATA_CONTROLS };

/** Properties of any type that are no control. Removing what a stack leaves behind is no requirement of the standard. */
export const PLAIN_EVERYWHERE: readonly string[] = ['Tags'];
