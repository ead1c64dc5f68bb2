if (window.EmbeddedSandbox) {
  new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint: `${location.origin}/graphql`,
    initialSubscriptionEndpoint: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    includeCookies: false,
  });
} else {
  document.querySelector('#sandbox').textContent =
    'Apollo Sandbox could not be loaded: there is no way to Apollo’s servers from this browser.';
}
