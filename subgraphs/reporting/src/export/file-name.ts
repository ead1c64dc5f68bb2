const titleLengthMax = 80;

/** The name of an exam's file: its title without what file systems and headers dislike. */
export function resultsFileName(title: string): string {
  const safe = title
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(/[<>:"/\\|?*;%']+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .slice(0, titleLengthMax)
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  return `${safe || 'exam'} results.csv`;
}

/** The header that names a download: plain ASCII for old clients, the whole name for all others (RFC 6266). */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.normalize('NFKD').replaceAll(/[^\x20-\x7E]/g, '');
  const encoded = encodeURIComponent(fileName).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
