import classes from './loading-bar.module.css';

/** A hairline under the header while the next page is being fetched. */
export function LoadingBar({ isActive }: { readonly isActive: boolean }) {
  return isActive ? <div className={classes.bar} aria-hidden /> : null;
}
