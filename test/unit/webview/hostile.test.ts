// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/text/shown';
import { pageHtml } from '../../../src/ui/panel/page';
import { h } from '../../../src/webview/dom';
import { UNSEEN, WORST } from '../hostile/texts';

describe('a page', () => {
  it('is not left by what stands in its attributes and title', () => {
    const html = pageHtml({
      ...{ title: WORST, subject: WORST, loading: WORST, language: 'en' },
      ...{ cspSource: 'https://own.example', nonce: 'n', styles: [], script: 'a.js' },
    });
    const page = new DOMParser().parseFromString(html, 'text/html');
    expect(page.querySelectorAll('img, a, iframe')).toHaveLength(0);
    expect(page.querySelectorAll('script')).toHaveLength(1);
    expect(visible(page.body.dataset.subject ?? '')).toBe(visible(WORST));
  });

  it('shows texts as texts, also in what is read out, and leaves what is edited alone', () => {
    const element = h('p', { title: WORST, 'aria-label': WORST, value: WORST }, WORST, [WORST]);
    expect(element.children).toHaveLength(0);
    expect(element.textContent).toBe(visible(WORST).repeat(2));
    expect(element.getAttribute('title')).not.toMatch(UNSEEN);
    expect(element.getAttribute('aria-label')).not.toMatch(UNSEEN);
    expect(element.getAttribute('value')).toBe(WORST);
  });
});
