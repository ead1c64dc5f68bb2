import type { Generation } from '../../supergraph/generation.ts';
import type { LiveRoute } from '../../supergraph/live-routes.ts';
import type { Group } from '../engine/group.ts';
import type { Groups } from '../engine/groups.ts';
import type { PreparedSubscription, SubscriptionPreparer } from './prepare-subscription.ts';

/**
 * Takes groups over to another generation: one preparation for each, however many members. Where the same document is
 * not valid any more, or means other events, its members are closed with SCHEMA_CHANGED, and come back if they can.
 */
export async function moveGroups(groups: Groups, generation: Generation, prepare: SubscriptionPreparer): Promise<void> {
  for (const group of [...groups.all()]) await moveGroup(group, generation, prepare);
}

export async function moveGroup(group: Group, generation: Generation, prepare: SubscriptionPreparer): Promise<void> {
  const moved = await prepareFor(group, generation, prepare);
  if (moved) group.prepared = moved;
  else for (const { channel } of [...group.members]) channel.close('SCHEMA_CHANGED');
}

async function prepareFor(
  { prepared }: Group,
  generation: Generation,
  prepare: SubscriptionPreparer,
): Promise<PreparedSubscription | undefined> {
  try {
    const moved = await prepare(generation, prepared.query, prepared.operationName);
    if (!('route' in moved) || !meansTheSame(prepared.route, moved.route)) return undefined;
    // Who may see what is asked anew when they come back.
    if (prepared.requirements || moved.requirements || prepared.isShared !== moved.isShared) return undefined;
    return moved;
  } catch {
    // Not live any more, or not to be planned in time.
    return undefined;
  }
}

function meansTheSame(one: LiveRoute, other: LiveRoute): boolean {
  return (
    one.topic === other.topic &&
    one.snapshot === other.snapshot &&
    one.scope === other.scope &&
    one.skips === other.skips
  );
}
