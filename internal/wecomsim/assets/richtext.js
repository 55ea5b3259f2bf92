// Turns message text into DOM nodes. Nothing from a message is ever parsed as HTML.

/** Creates an element; children that are strings become text. */
export function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A link that opens outside the page; anything but http(s) stays plain text. */
export function link(url, label, className) {
  if (!/^https?:\/\//i.test(url)) return el("span", className, label);
  const a = el("a", className, label);
  a.href = url;
  a.target = "_blank";
  a.rel = "noopener noreferrer";
  return a;
}

/** text messages: line breaks and <a href="…">…</a>. */
export function plainText(text) {
  const box = el("div", "text");
  const anchor = /<a\s+href\s*=\s*["']([^"']*)["']\s*>([\s\S]*?)<\/a>/gi;
  let from = 0;
  for (const found of text.matchAll(anchor)) {
    box.append(text.slice(from, found.index), link(found[1], found[2]));
    from = found.index + found[0].length;
  }
  box.append(text.slice(from));
  return box;
}

const inline = /\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|`([^`]+)`|<font\s+color\s*=\s*["'](info|comment|warning)["']\s*>([\s\S]*?)<\/font>/g;

function appendInline(box, text) {
  let from = 0;
  for (const found of text.matchAll(inline)) {
    box.append(text.slice(from, found.index));
    const [whole, bold, label, url, code, color, colored] = found;
    if (bold !== undefined) box.append(appendInline(el("strong"), bold));
    else if (label !== undefined) box.append(link(url, label));
    else if (code !== undefined) box.append(el("code", "", code));
    else box.append(appendInline(el("span", "font-" + color), colored));
    from = found.index + whole.length;
  }
  box.append(text.slice(from));
  return box;
}

/** markdown messages, WeCom's subset: headings, bold, links, code, quotes, three font colours. */
export function markdown(text) {
  const box = el("div", "markdown");
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^\s*>\s?(.*)$/);
    if (quoted) {
      if (!quote) box.append((quote = el("blockquote")));
      quote.append(appendInline(el("p"), quoted[1]));
      continue;
    }
    quote = null;
    const heading = line.match(/^(#{1,6})\s+(.*)$/);
    if (heading) box.append(appendInline(el("p", "heading level" + heading[1].length), heading[2]));
    else if (line.trim() === "") box.append(el("p", "gap"));
    else box.append(appendInline(el("p"), line));
  }
  return box;
}
