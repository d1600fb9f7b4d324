/** The document of a panel's page. Nothing but the named script runs in it, and nothing is loaded from elsewhere. Pure. */

export interface PageInput {
  /** The editor's own source for files of the extension: `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh and unguessable for each document. */
  readonly nonce: string;
  /** Addresses that the page may load, from `asWebviewUri`. */
  readonly script: string;
  readonly styles: readonly string[];
  readonly title: string;
  /** BCP 47, as the editor speaks. */
  readonly language: string;
  /** What the page is about; it keeps it from its first moment on. */
  readonly subject: string;
  /** What stands there until the script does; translated. */
  readonly loading: string;
}

export function pageHtml(input: PageInput): string {
  const { cspSource, nonce } = input;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  const styles = input.styles.map((href) => `<link rel="stylesheet" href="${escaped(href)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="${escaped(input.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${escaped(input.title)}</title>
${styles}
</head>
<body data-subject="${escaped(input.subject)}">
<main id="page"><p class="quiet">${escaped(input.loading)}</p></main>
<script nonce="${escaped(nonce)}" src="${escaped(input.script)}"></script>
</body>
</html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
