/**
 * Other people's text, made fit to be shown: in a name nothing may hide, pass for something else, or act. Each place that
 * shows text has its one way through here. Pure.
 */

/** Stands where a character was that would not be seen and yet does something. */
const MARK = '\ufffd';

/**
 * Controls, and what turns the reading order or leaves no trace on the screen. Joiners stay, for names in many scripts
 * need them; so do the ends of lines, which places for one line replace.
 */
const UNSEEN =
  /(?![\n\t])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** As it is, over several lines; what is not seen is marked. */
export const visible = (text: string): string => text.replace(/\r\n?/g, '\n').replace(UNSEEN, MARK);

/** In one line: a name, a label. */
export const inOneLine = (text: string): string =>
  visible(text.replace(/[\s\u2028\u2029]*[\n\r\u2028\u2029\t\v\f][\s\u2028\u2029]*/g, ' ')).trim();

/** In a message of the editor, which makes links of `[text](command:…)`, runnable ones too. */
export const inMessage = (text: string): string => visible(text).replace(/\](?=\()/g, '] ');

/** In a list of the editor, which makes icons of `$(name)`. */
export const inList = (text: string): string => inOneLine(text).replace(/\$(?=\()/g, '$ ');

/** In Markdown source: no markup, no link, no HTML, no new line. */
export const inMarkdown = (text: string): string =>
  inOneLine(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_~$&[\]<>|#!]/g, (character) => `\\${character}`);
