import type { IllustrationPartsFragment } from '@lectern/sdk';
import classes from './inputs.module.css';

/** A picture of a prompt or a choice, as large as it is, but no wider than the column. */
export function Picture({ illustration }: { readonly illustration: IllustrationPartsFragment | null }) {
  if (!illustration) return null;
  const { url, alt, width, height } = illustration;
  return <img className={classes.picture} src={url} alt={alt} width={width} height={height} decoding="async" />;
}
