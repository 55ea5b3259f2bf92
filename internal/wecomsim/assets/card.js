// Draws the five template cards in their current state.
import { el, link } from "./richtext.js";

const sourceColors = ["grey", "black", "red", "green"];

/**
 * Draws a bubble's card. press(key, selected) is called for a tap; selected is {question_key: [id]}.
 */
export function drawCard(bubble, press) {
  const card = bubble.card;
  const box = el("article", "card " + card.card_type);
  box.dataset.taskId = bubble.task_id || "";
  const locked = Boolean(bubble.replaced_button || card.replace_text);
  const answers = [];
  box.append(...[
    head(card, press),
    titles(card),
    emphasis(card.emphasis_content),
    picture(card.card_image),
    imageText(card.image_text_area),
    quote(card.quote_area),
    card.sub_title_text ? el("p", "card-sub", card.sub_title_text) : null,
    verticalList(card.vertical_content_list),
    horizontalList(card.horizontal_content_list),
    ...questions(card, bubble.selected || {}, locked, answers),
    jumpList(card.jump_list),
    actions(bubble, press, () => collect(answers)),
  ].filter(Boolean));
  return box;
}

function head(card, press) {
  const source = card.source || {};
  const menu = card.action_menu && card.action_menu.action_list ? card.action_menu : null;
  if (!source.desc && !source.icon_url && !menu) return null;
  const row = el("div", "card-source");
  if (source.icon_url) {
    const icon = el("img");
    icon.src = source.icon_url;
    icon.alt = "";
    icon.addEventListener("error", () => icon.remove());
    row.append(icon);
  }
  row.append(el("span", sourceColors[source.desc_color || 0], source.desc || ""));
  if (menu) row.append(actionMenu(menu, press));
  return row;
}

function actionMenu(menu, press) {
  const holder = el("div", "card-menu");
  const open = el("button", "dots", "⋯");
  open.type = "button";
  open.setAttribute("aria-label", menu.desc || "更多操作");
  open.setAttribute("aria-expanded", "false");
  const list = el("div", "card-menu-list");
  list.hidden = true;
  if (menu.desc) list.append(el("p", "", menu.desc));
  const toggle = (show) => {
    closeMenus();
    list.hidden = !show;
    open.setAttribute("aria-expanded", String(show));
  };
  for (const action of menu.action_list) {
    const item = el("button", "", action.text);
    item.type = "button";
    item.dataset.key = action.key;
    item.addEventListener("click", () => {
      toggle(false);
      press(action.key, {});
    });
    list.append(item);
  }
  open.addEventListener("click", (event) => {
    event.stopPropagation();
    toggle(list.hidden);
  });
  holder.append(open, list);
  return holder;
}

function closeMenus() {
  for (const holder of document.querySelectorAll(".card-menu")) {
    holder.querySelector(".card-menu-list").hidden = true;
    holder.querySelector(".dots").setAttribute("aria-expanded", "false");
  }
}
document.addEventListener("click", closeMenus);

function titles(card) {
  const title = card.main_title || {};
  if (!title.title && !title.desc) return null;
  const box = el("div", "card-titles");
  const action = card.card_action || {};
  if (title.title) {
    const opens = action.type === 1 && action.url;
    box.append(el("h4", "", opens ? link(action.url, title.title, "card-link") : title.title));
  }
  if (title.desc) box.append(el("p", "", title.desc));
  return box;
}

function emphasis(content) {
  if (!content) return null;
  return el("div", "card-emphasis", el("strong", "", content.title || ""), el("span", "", content.desc || ""));
}

function picture(image) {
  if (!image) return null;
  const img = el("img", "card-image");
  img.alt = "";
  img.style.aspectRatio = String(image.aspect_ratio || 1.3);
  img.addEventListener("error", () => img.replaceWith(el("div", "card-image missing", "图片")));
  img.src = image.url;
  return img;
}

function imageText(area) {
  if (!area) return null;
  const img = el("img");
  img.alt = "";
  img.addEventListener("error", () => img.replaceWith(el("span", "missing")));
  img.src = area.image_url;
  const title = area.type === 1 ? link(area.url, area.title || "") : area.title || "";
  return el("div", "card-imagetext", img, el("div", "", el("strong", "", title), el("p", "", area.desc || "")));
}

function quote(area) {
  if (!area) return null;
  const title = area.type === 1 ? link(area.url, area.title || "查看") : area.title;
  return el("blockquote", "card-quote", title ? el("strong", "", title) : null, el("p", "", area.quote_text || ""));
}

function verticalList(items) {
  if (!items || !items.length) return null;
  return el("div", "card-vertical", ...items.map((item) =>
    el("div", "", el("strong", "", item.title), item.desc ? el("p", "", item.desc) : null)));
}

function horizontalList(items) {
  if (!items || !items.length) return null;
  const list = el("dl", "card-horizontal");
  for (const item of items) {
    let value = item.value || "";
    if (item.type === 1) value = link(item.url, value || "查看");
    else if (item.type === 2) value = el("span", "linkish", value || "附件");
    else if (item.type === 3) value = el("span", "linkish", value || item.userid);
    list.append(el("dt", "", item.keyname), el("dd", "", value));
  }
  return list;
}

function jumpList(items) {
  if (!items || !items.length) return null;
  return el("div", "card-jumps", ...items.map((item) =>
    item.type === 1 ? link(item.url, item.title, "jump") : el("span", "jump", item.title)));
}

function questions(card, selected, locked, answers) {
  const parts = [];
  if (card.button_selection) parts.push(dropdown(card.button_selection, selected, locked, answers));
  if (card.checkbox) parts.push(checkbox(card.checkbox, selected, locked, answers));
  for (const selector of card.select_list || []) parts.push(dropdown(selector, selected, locked, answers));
  return parts;
}

function dropdown(question, selected, locked, answers) {
  const select = el("select");
  select.disabled = locked || Boolean(question.disable);
  select.dataset.questionKey = question.question_key;
  for (const option of question.option_list) {
    const item = el("option", "", option.text);
    item.value = option.id;
    select.append(item);
  }
  const chosen = (selected[question.question_key] || [])[0] || question.selected_id;
  if (chosen) select.value = chosen;
  answers.push(() => [question.question_key, [select.value]]);
  return el("label", "card-select", el("span", "", question.title || "请选择"), select);
}

function checkbox(question, selected, locked, answers) {
  const box = el("fieldset", "card-options");
  box.disabled = locked || Boolean(question.disable);
  const chosen = selected[question.question_key];
  const group = "vote" + Math.random().toString(36).slice(2);
  const inputs = question.option_list.map((option) => {
    const input = el("input");
    input.type = question.mode === 1 ? "checkbox" : "radio";
    input.name = group;
    input.value = option.id;
    input.checked = chosen ? chosen.includes(option.id) : Boolean(option.is_checked);
    box.append(el("label", "", input, el("span", "", option.text)));
    return input;
  });
  answers.push(() => [question.question_key, inputs.filter((input) => input.checked).map((input) => input.value)]);
  return box;
}

function collect(answers) {
  return Object.fromEntries(answers.map((answer) => answer()));
}

function actions(bubble, press, answers) {
  const card = bubble.card;
  const grey = bubble.replaced_button || card.replace_text;
  const submit = card.submit_button ? [{ text: card.submit_button.text, key: card.submit_button.key, style: 1 }] : [];
  const buttons = submit.concat(card.button_list || []);
  if (grey) {
    const done = el("button", "card-button replaced", grey);
    done.type = "button";
    done.disabled = true;
    return el("div", "card-buttons", done);
  }
  if (!buttons.length) return null;
  return el("div", "card-buttons", ...buttons.map((button) => drawButton(button, press, answers)));
}

function drawButton(button, press, answers) {
  const className = "card-button style" + (button.style || 1);
  if (button.type === 1) return link(button.url, button.text, className);
  const node = el("button", className, button.text);
  node.type = "button";
  node.dataset.key = button.key;
  node.addEventListener("click", () => press(button.key, answers()));
  return node;
}
