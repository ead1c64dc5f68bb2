import { Box, Burger, Button, Drawer, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBooks, IconHome, IconSchool, IconUsers } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { useSession, type Viewer } from '../graph/session.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { LoadingBar } from './loading-bar.tsx';
import { PreferencesMenu } from './preferences-menu.tsx';
import classes from './shell.module.css';

function linksFor(viewer: Viewer | null) {
  const teaches = viewer?.roles.some((role) => role === 'INSTRUCTOR' || role === 'ADMIN') ?? false;
  const administers = viewer?.roles.includes('ADMIN') ?? false;
  return [
    ...(viewer ? [{ to: '/', label: 'nav.home', icon: IconHome } as const] : []),
    { to: '/courses', label: 'nav.courses', icon: IconBooks } as const,
    ...(teaches ? [{ to: '/teach', label: 'nav.teaching', icon: IconSchool } as const] : []),
    ...(administers ? [{ to: '/admin/users', label: 'nav.users', icon: IconUsers } as const] : []),
  ];
}

function MainLinks({ linkClass }: { readonly linkClass: string | undefined }) {
  const { t } = useTranslation();
  const { viewer } = useSession();
  return linksFor(viewer).map(({ to, label, icon: Icon }) => (
    <li key={to}>
      <NavLink to={to} end={to === '/'} className={linkClass ?? ''}>
        <Icon size={18} stroke={1.8} aria-hidden />
        {t(label)}
      </NavLink>
    </li>
  ));
}

function PhoneMenu() {
  const { t } = useTranslation();
  const [opened, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: going anywhere closes the menu
  useEffect(menu.close, [pathname]);
  return (
    <Box hiddenFrom="sm">
      <Burger opened={opened} onClick={menu.toggle} aria-label={t('nav.menu')} aria-expanded={opened} size="sm" />
      <Drawer
        opened={opened}
        onClose={menu.close}
        size={280}
        title={t('nav.menu')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <nav aria-label={t('nav.main')}>
          <ul className={classes.links} style={{ flexDirection: 'column' }}>
            <MainLinks linkClass={classes.drawerLink} />
          </ul>
        </nav>
      </Drawer>
    </Box>
  );
}

/** The frame around every page but the exam room: skip link, header with the main links, and the page. */
export function Shell() {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const { pathname, search } = useLocation();
  const isNavigating = useNavigation().state !== 'idle';
  const isSignIn = pathname === '/sign-in';
  return (
    <>
      <a className="lectern-skip" href="#main">
        {t('nav.skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <PhoneMenu />
          <Brand />
          <Box component="nav" aria-label={t('nav.main')} visibleFrom="sm" flex={1}>
            <ul className={classes.links}>
              <MainLinks linkClass={classes.link} />
            </ul>
          </Box>
          <Group gap="xs" wrap="nowrap" ml="auto">
            <PreferencesMenu />
            {viewer ? <AccountMenu viewer={viewer} /> : null}
            {!viewer && !isSignIn ? (
              <Button component={Link} to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} size="sm">
                {t('nav.signIn')}
              </Button>
            ) : null}
          </Group>
        </div>
        <LoadingBar isActive={isNavigating} />
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </>
  );
}
