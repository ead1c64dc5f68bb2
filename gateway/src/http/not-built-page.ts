/** What stands in the place of something that has to be built first. */
export function notBuiltPage(what: string, command: string): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Not built yet</title>
  <h1>${what} is not built yet</h1>
  <p>Run <code>${command}</code> and load this page again.</p>
</html>
`;
}
