import { Navigate, Outlet, useLocation } from 'react-router';
import { type Role, useSession } from '../graph/session.tsx';
import { LoadingPage } from '../ui/states.tsx';
import { NotFoundPage } from './error-page.tsx';

/** Pages behind it need sign-in; whoever is not signed in comes back to them afterwards. */
export function SignedIn() {
  const { viewer, isLoading } = useSession();
  const { pathname, search } = useLocation();
  if (isLoading) return <LoadingPage />;
  if (!viewer) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  return <Outlet />;
}

/** Pages behind it are for some roles. It only spares others a useless page; the services decide what is allowed. */
export function ForRoles({ roles }: { readonly roles: readonly Role[] }) {
  const { viewer } = useSession();
  return viewer?.roles.some((role) => roles.includes(role)) ? <Outlet /> : <NotFoundPage />;
}
