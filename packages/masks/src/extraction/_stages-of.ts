import { DumError } from '@dum/errors';
import type { Call, Kind, Stage } from '../kinds/kind.js';
import { weightValues } from '../kinds/layer-like.js';
import type { Layer } from '../layers/layer.js';
import { UnitMask } from '../layers/unit-mask.js';
import { channelAxesOf } from '../rules/per-layer.js';
import { extractableLayers, ruleOf } from '../rules/registry.js';

/** A stage with its list of calls, which is filled while the graph is read. */
export interface CalledStage extends Stage {
  readonly calls: Call[];
}

/**
 * The stages of a layer in order; none for one that does nothing at inference. Throws `bad-input`, naming the layer, for one that is not
 * supported.
 */
export const stagesOf = async (who: string, layer: Layer): Promise<CalledStage[]> => {
  requireOneTask(who, layer);
  const rule = ruleOf(layer);
  const reason = rule?.extract === undefined ? 'is not supported' : (channelsFirst(layer) ?? rule.refusal?.(layer));
  if (rule?.extract === undefined || reason !== undefined) {
    throw new DumError(
      'bad-input',
      `${who}: layer "${layer.name}" (${layer.getClassName()}) ${reason}; expected channels last and layers of ${extractableLayers().join(', ')}, or networks of them`,
    );
  }
  const made = await rule.extract({
    layer,
    weights: await weightValues(layer),
    channelAxes: channelAxesOf(layer),
    settings: (channels) => rule.settings?.(layer, channels) ?? {},
  });
  return called(isStages(made) ? made : [{ name: layer.name, kind: made }]);
};

/** The same stages without calls yet. */
export const called = (stages: readonly Stage[]): CalledStage[] => stages.map((stage) => ({ ...stage, calls: [] }));

const isStages = (made: Kind | readonly Stage[]): made is readonly Stage[] => Array.isArray(made);

const requireOneTask = (who: string, layer: Layer): void => {
  if (!(layer instanceof UnitMask) || layer.tasks === 1) return;
  throw new DumError(
    'bad-input',
    `${who}: mask "${layer.name}" holds ${layer.tasks} tasks; expected one, so write the masks of one task into a network`,
  );
};

const channelsFirst = (layer: Layer): string | undefined =>
  (layer.getConfig() as { dataFormat?: string }).dataFormat === 'channelsFirst' ? 'has its channels first' : undefined;
