// Draws the chat of one person and keeps it in step with changes.
import { el, link, markdown, plainText } from "./richtext.js";
import { drawCard } from "./card.js";
import { sameDay, separator } from "./time.js";

const separatorGap = 5 * 60e3;
const nearBottom = 80;
const pressedFor = 3000;
const palette = ["#4b7bec", "#2a9d8f", "#8a6fd1", "#c9773c", "#3f8fb5", "#5b8c5a", "#b0596e", "#6b7a99"];

/** A coloured square with the last character of a name. */
export function avatar(name) {
  const last = Array.from(name || "?").at(-1);
  const node = el("span", "avatar", last);
  node.setAttribute("aria-hidden", "true");
  node.style.background = palette[Array.from(name || "").reduce((sum, c) => sum + c.codePointAt(0), 0) % palette.length];
  return node;
}

function appAvatar() {
  const node = el("span", "avatar app", "信");
  node.setAttribute("aria-hidden", "true");
  return node;
}

export class ChatView {
  /** list is the scrolling element, pill the "new messages" button; press(bubble, key, selected) sends a tap. */
  constructor(list, pill, press, openImage) {
    Object.assign(this, { list, pill, press, openImage, shown: new Map(), pressed: new Map(), person: null, now: () => new Date() });
    list.addEventListener("scroll", () => { if (this.atBottom()) pill.hidden = true; });
    pill.addEventListener("click", () => this.toBottom());
  }

  /** Shows a person's whole chat. */
  reset(person, bubbles) {
    const same = this.person && this.person.user === person.user;
    const stay = same && !this.atBottom() ? this.list.scrollTop : null;
    this.person = person;
    this.shown.clear();
    if (!same) this.pressed.clear();
    this.list.replaceChildren();
    this.lastTime = null;
    for (const bubble of bubbles) this.append(bubble);
    this.pill.hidden = true;
    if (stay === null) this.toBottom();
    else this.list.scrollTop = stay;
  }

  /** Adds a new bubble or redraws a changed one. */
  put(bubble) {
    const old = this.shown.get(bubble.id);
    const follow = this.atBottom() || bubble.from === "user";
    if (!old) this.append(bubble);
    else this.redraw(bubble, old);
    if (follow) this.toBottom();
    else if (!old) this.pill.hidden = false;
  }

  append(bubble) {
    const time = new Date(bubble.time);
    if (!this.lastTime || Math.abs(time - this.lastTime) > separatorGap || !sameDay(time, this.lastTime)) {
      const mark = el("p", "separator", separator(time, this.now()));
      mark.dataset.time = bubble.time;
      this.list.append(mark);
    }
    this.lastTime = time;
    const row = this.row(bubble);
    this.list.append(row);
    this.shown.set(bubble.id, { row, bubble });
  }

  redraw(bubble, old) {
    const row = this.row(bubble);
    old.row.replaceWith(row);
    this.shown.set(bubble.id, { row, bubble });
  }

  /** A tapped card waits, greyed, until the app has changed it or three seconds have passed. */
  tap(bubble, key, selected) {
    this.pressed.set(bubble.id, { key, face: face(bubble) });
    const { row } = this.shown.get(bubble.id);
    this.showPressed(bubble, row);
    setTimeout(() => {
      this.pressed.delete(bubble.id);
      const now = this.shown.get(bubble.id);
      if (now && now.row.isConnected && now.bubble.card) this.redraw(now.bubble, now);
    }, pressedFor);
    this.press(bubble, key, selected);
  }

  showPressed(bubble, row) {
    const pressed = this.pressed.get(bubble.id);
    if (!pressed || pressed.face !== face(bubble)) return;
    for (const button of row.querySelectorAll("button[data-key]")) {
      button.disabled = true;
      if (button.dataset.key === pressed.key && button.classList.contains("card-button")) button.textContent = "处理中…";
    }
  }

  /** Rewrites 今天/昨天 after the clock has moved. */
  redate() {
    for (const mark of this.list.querySelectorAll(".separator")) {
      mark.textContent = separator(new Date(mark.dataset.time), this.now());
    }
  }

  row(bubble) {
    if (bubble.recalled) return el("p", "notice", "应用撤回了一条消息");
    if (bubble.type === "event") return el("p", "notice", bubble.text);
    const mine = bubble.from === "user";
    const row = el("div", "row " + (mine ? "mine" : "theirs"));
    row.dataset.id = bubble.id;
    row.append(mine ? avatar(this.person.name) : appAvatar(), this.content(bubble));
    this.showPressed(bubble, row);
    return row;
  }

  content(bubble) {
    switch (bubble.type) {
      case "text": return el("div", "bubble", plainText(bubble.text));
      case "markdown": return el("div", "bubble", markdown(bubble.text));
      case "image": return this.image(bubble.media);
      case "voice": return el("div", "bubble attachment", el("i", "icon-voice"), el("span", "", "语音消息"));
      case "video":
      case "file": return file(bubble);
      case "location": return place(bubble.location);
      case "textcard": return textCard(bubble.textcard);
      case "news":
      case "link": return news(bubble.articles);
      case "template_card":
        return drawCard(bubble, (key, selected) => this.tap(bubble, key, selected));
    }
    return el("div", "bubble", "[暂不支持显示的消息]");
  }

  image(media) {
    const img = el("img");
    img.alt = media.name;
    img.addEventListener("load", () => { if (this.pinned) this.toBottom(); });
    img.addEventListener("error", () => holder.replaceWith(el("div", "bubble attachment", "图片已失效")));
    img.src = media.url || "data:,";
    const holder = el("button", "photo", img);
    holder.type = "button";
    holder.setAttribute("aria-label", "查看图片");
    holder.addEventListener("click", () => this.openImage(media.url));
    return holder;
  }

  atBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < nearBottom;
  }

  toBottom() {
    this.pinned = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.pill.hidden = true;
  }
}

/** What an update by the app changes. */
function face(bubble) {
  return JSON.stringify([bubble.card, bubble.replaced_button]);
}

function size(bytes) {
  if (bytes < 1024) return bytes + " B";
  return bytes < 1048576 ? Math.round(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
}

function file(bubble) {
  const { media, type, text } = bubble;
  const name = type === "video" && text ? text.split("\n")[0] : media.name;
  const box = el("a", "bubble attachment", el("i", type === "video" ? "icon-video" : "icon-file"),
    el("span", "", el("strong", "", name), el("small", "", media.bytes ? size(media.bytes) : "已失效")));
  if (media.url) {
    box.href = media.url;
    box.download = media.name;
  }
  return box;
}

function place(location) {
  return el("div", "bubble place", el("strong", "", location.label || "位置"),
    el("small", "", location.latitude.toFixed(4) + ", " + location.longitude.toFixed(4)),
    el("div", "map", el("i", "icon-place")));
}

function textCard(card) {
  const description = plainText(card.description.replace(/<\/?div[^>]*>/g, (tag) => (tag.startsWith("</") ? "\n" : "")).replace(/\n\s+/g, "\n").trim());
  return el("article", "card textcard", el("h4", "", card.title), description,
    link(card.url, card.btntxt || "详情", "jump"));
}

function news(articles) {
  return el("article", "card news", ...articles.map((article) => {
    const img = article.picurl ? el("img") : null;
    if (img) {
      img.alt = "";
      img.addEventListener("error", () => img.remove());
      img.src = article.picurl;
    }
    return el("div", "news-item", el("div", "", el("h4", "", article.url ? link(article.url, article.title, "card-link") : article.title),
      article.description ? el("p", "", article.description) : null), img);
  }));
}
