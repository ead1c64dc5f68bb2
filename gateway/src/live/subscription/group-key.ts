import type { Viewer } from '@lectern/request-signing';
import type { PreparedSubscription } from './prepare-subscription.ts';

/** Same key, same events: by all who passed the snapshot, or by one viewer alone. */
export function groupKey(
  prepared: PreparedSubscription,
  variables: Readonly<Record<string, unknown>>,
  { viewer }: { readonly viewer: Viewer },
  verdict: string | null,
): string {
  const own = viewer.kind === 'USER' ? [viewer.id, viewer.via, viewer.address ?? ''] : viewer.kind;
  // Two fields may have one snapshot, and under one alias the same text of it; their topics are two all the same.
  const { field } = prepared.route;
  return JSON.stringify([field, prepared.snapshotId, variables, prepared.isShared ? 'all' : own, verdict]);
}
