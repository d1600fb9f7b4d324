/** Names that want to be something else wherever they are shown. */
export const HOSTILE = [
  'Acme \u001b[2J\u001b[8m\u001b]0;owned\u0007 Ltd',
  'Acme \u009b31m\u0000\u0008 Ltd',
  'Acme \u202egnp.exe\u2066\u200b\u00ad Ltd',
  'Acme\r\nMSP-000 All is well\u2028',
  '[Acme](command:workbench.action.terminal.new "Open")',
  '![Acme](https://evil.example/x.png)<https://evil.example>',
  '<img src=x onerror=alert(1)><script>alert(1)</script></title>',
  '| Acme | `x` | **b** | ~~s~~ | $\\href{command:x}{y}$ | # h | &lt;b&gt;',
  '=HYPERLINK("https://evil.example","Acme")',
  '$(error) $(trash~spin) Acme',
  '__proto__',
  'A'.repeat(5_000),
] as const;

/** All of them in one value. */
export const WORST = HOSTILE.join(' ');

/** What must not reach a screen: controls, the invisible, and what turns the reading order. */
export const UNSEEN =
  /(?![\n\t])\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;
