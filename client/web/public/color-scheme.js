// Sets the colour scheme before the first paint, so that nobody is dazzled. A file of its own because the
// content security policy allows no inline script.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('lectern-color-scheme') || 'auto';
  } catch {
    // Storage may be blocked; the system's scheme is then used.
  }
  const isDark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
