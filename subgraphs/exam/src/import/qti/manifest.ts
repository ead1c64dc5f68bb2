import { LecternError } from '@lectern/errors';
import { decodeFile } from '../decode-file.ts';
import { descendants, elementOf, elementsOf, parseXml, textOf, type XmlElement } from '../xml/parse-xml.ts';
import { normalised } from './normalise.ts';

/** Where an item lies in the package, and the keywords that the package gives it. */
export type ListedItem = { readonly path: string; readonly keywords: readonly string[] };

/** The items that the manifest lists, or every file with an item where there is no manifest. */
export function listedItems(files: Readonly<Record<string, Uint8Array>>): ListedItem[] {
  const path = Object.keys(files).find((name) => /(^|\/)imsmanifest\.xml$/i.test(name));
  const root = path === undefined ? null : rootOf(files[path]);
  if (path === undefined || root === null) {
    const names = Object.keys(files).filter((name) => rootOf(files[name])?.name === 'assessment-item');
    return names.sort().map((name) => ({ path: name, keywords: [] }));
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const resources = elementOf(root, 'resources');
  return (resources ? elementsOf(resources, 'resource') : [])
    .filter(({ attributes }) => /item/i.test(attributes.type ?? ''))
    .map((resource) => ({
      path: joined(folder, resource.attributes.href ?? ''),
      keywords: keywordsOf(resource),
    }));
}

/** Keywords of the learning object metadata. */
function keywordsOf(resource: XmlElement): string[] {
  const metadata = elementOf(resource, 'metadata');
  if (!metadata) return [];
  return descendants(metadata, ({ name }) => name === 'keyword').map((keyword) => textOf(keyword).trim());
}

function rootOf(file: Uint8Array | undefined): XmlElement | null {
  if (!file) return null;
  try {
    return normalised(parseXml(decodeFile(Buffer.from(file)).text).root);
  } catch (error) {
    if (error instanceof LecternError) return null;
    throw error;
  }
}

function joined(folder: string, href: string): string {
  let path = href;
  try {
    path = decodeURIComponent(href);
  } catch {
    // An address that is not encoded stands for itself.
  }
  return `${folder}${path.replace(/^\.\//, '')}`;
}
