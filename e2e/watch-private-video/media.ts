import type { Lectern } from '@lectern/sdk';
import { productUrl } from '../_product/product.ts';

/** The addresses of everything one grant leads to, relative to the gateway. */
export type MediaAddresses = {
  readonly playlist: string;
  readonly rendition: string;
  readonly key: string;
  readonly segment: string;
  readonly poster: string;
};

/** Asks for a file as the person would; as nobody without one. */
export async function fetchMedia(path: string, viewer: Lectern | null): Promise<Response> {
  return fetch(new URL(path, productUrl), { headers: viewer ? await viewer.authHeaders() : {} });
}

async function readText(path: string, viewer: Lectern): Promise<string> {
  const response = await fetchMedia(path, viewer);
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return response.text();
}

/** Follows a playlist as a player does. */
export async function followPlaylist(
  { playlistUrl, posterUrl }: { readonly playlistUrl: string; readonly posterUrl: string },
  viewer: Lectern,
): Promise<MediaAddresses> {
  const below = (base: string, reference: string) => new URL(reference, new URL(base, productUrl)).pathname;
  const firstReference = (text: string) => text.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const rendition = below(playlistUrl, firstReference(await readText(playlistUrl, viewer)));
  const text = await readText(rendition, viewer);
  const key = below(rendition, /#EXT-X-KEY:.*URI="([^"]+)"/.exec(text)?.[1] ?? '');
  return { playlist: playlistUrl, rendition, key, segment: below(rendition, firstReference(text)), poster: posterUrl };
}
