import type { Viewer } from '@lectern/request-signing';
import type { PreparedSubscription } from './prepare-subscription.ts';

/** Same key, same events: by all who passed the snapshot, or by one viewer alone. */
export function groupKey(
  prepared: PreparedSubscription,
  variables: Readonly<Record<string, unknown>>,
  { viewer }: { readonly viewer: Viewer },
  verdict: string | null,
): string {
  const own = viewer.kind === 'USER' ? `${viewer.id} ${viewer.via} ${viewer.address ?? ''}` : viewer.kind;
  return JSON.stringify([prepared.snapshotId, variables, prepared.isShared ? 'all' : own, verdict]);
}
