import type { Viewer } from '@lectern/request-signing';

/** The viewer as subgraphs are told of them: people with the address they ask from. */
export function viewerAt(viewer: Viewer, address: string): Viewer {
  return viewer.kind === 'USER' ? { ...viewer, address } : viewer;
}
