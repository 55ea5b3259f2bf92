// Typing, attachments, places and the app's menu bar.
import { el, link } from "./richtext.js";

const byId = (id) => document.getElementById(id);
const maxUpload = 10 * 1048576;

const places = [
  { label: "县信访局接待大厅", latitude: 30.1234, longitude: 114.5678 },
  { label: "青石镇便民服务中心", latitude: 30.0871, longitude: 114.6203 },
  { label: "城关街道办事处", latitude: 30.1302, longitude: 114.5519 },
];

export class Composer {
  /** send(message) gets a body for POST /sim/messages without the user; tell(text) shows a hint. */
  constructor(send, tell) {
    this.send = send;
    this.tell = tell;
    this.drafts = new Map();
    this.input = byId("input");
    this.input.addEventListener("input", () => this.fit());
    // A line break without Shift sends, also from keyboards that report no Enter key.
    let shift = false;
    this.input.addEventListener("keydown", (event) => {
      shift = event.shiftKey;
      if (event.key !== "Enter" || shift || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("beforeinput", (event) => {
      if (event.inputType !== "insertLineBreak" || shift || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    byId("typing").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    byId("plus").addEventListener("click", () => this.showMore(byId("more").hidden));
    byId("pickimage").addEventListener("click", () => byId("imagefile").click());
    byId("pickfile").addEventListener("click", () => byId("anyfile").click());
    byId("imagefile").addEventListener("change", (event) => this.upload("image", event.target));
    byId("anyfile").addEventListener("change", (event) => this.upload("file", event.target));
    byId("picklocation").addEventListener("click", () => this.showPlaces(true));
    byId("places").addEventListener("click", (event) => {
      if (event.target === byId("places") || event.target.closest("[data-close]")) this.showPlaces(false);
    });
    byId("places").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.showPlaces(false);
    });
    byId("placelist").replaceChildren(...places.map((place) => this.placeButton(place)));
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".menu-item")) this.closeSubmenus();
    });
  }

  placeButton(place) {
    const button = el("button", "place-choice", el("strong", "", place.label));
    button.type = "button";
    button.addEventListener("click", () => {
      this.showPlaces(false);
      this.showMore(false);
      this.send({ type: "location", ...place });
    });
    return button;
  }

  showPlaces(show) {
    byId("places").hidden = !show;
    (show ? byId("placelist").firstElementChild : byId("picklocation")).focus();
  }

  /** Each person has their own unsent words. */
  switchTo(user) {
    this.showMore(false);
    if (this.user) this.drafts.set(this.user, this.input.value);
    this.user = user;
    this.fill(this.drafts.get(user) || "", false);
  }

  fill(text, focus = true) {
    this.input.value = text;
    this.fit();
    if (focus) this.input.focus();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = Math.min(this.input.scrollHeight, 110) + "px";
    const typed = this.input.value.trim() !== "";
    byId("send").hidden = !typed;
    byId("plus").hidden = typed;
    if (typed) this.showMore(false);
  }

  submit() {
    const content = this.input.value.trim();
    if (!content) return;
    this.fill("");
    this.send({ type: "text", content });
  }

  showMore(show) {
    const list = byId("messages");
    const atBottom = list.scrollHeight - list.scrollTop - list.clientHeight < 4;
    byId("more").hidden = !show;
    byId("plus").setAttribute("aria-expanded", String(show));
    if (atBottom) list.scrollTop = list.scrollHeight;
  }

  upload(type, field) {
    const file = field.files[0];
    field.value = "";
    if (!file) return;
    if (type === "image" && !/^image\/(jpeg|png)$/.test(file.type)) return this.tell("只能发送 JPG 或 PNG 图片");
    if (file.size > maxUpload) return this.tell("文件不能超过 10 MB");
    this.showMore(false);
    const reader = new FileReader();
    reader.onload = () => this.send({ type, filename: file.name, data: reader.result.split(",")[1] || "" });
    reader.readAsDataURL(file);
  }

  drawMenu(menu) {
    const bar = byId("menubar");
    const items = (menu && menu.button) || [];
    bar.hidden = items.length === 0;
    bar.replaceChildren(...items.map((item) => this.menuItem(item)));
  }

  menuItem(item) {
    const holder = el("div", "menu-item");
    if (!item.sub_button || !item.sub_button.length) {
      holder.append(this.menuEntry(item));
      return holder;
    }
    const list = el("div", "submenu", ...item.sub_button.map((sub) => this.menuEntry(sub)));
    list.hidden = true;
    const top = el("button", "has-sub", item.name);
    top.type = "button";
    top.setAttribute("aria-expanded", "false");
    top.addEventListener("click", () => {
      const show = list.hidden;
      this.closeSubmenus();
      list.hidden = !show;
      top.setAttribute("aria-expanded", String(show));
    });
    holder.append(list, top);
    return holder;
  }

  menuEntry(item) {
    if (item.type === "view") return link(item.url, item.name);
    const button = el("button", "", item.name);
    button.type = "button";
    button.dataset.key = item.key || "";
    button.addEventListener("click", () => {
      this.closeSubmenus();
      this.send({ type: "event", event: "click", event_key: item.key });
    });
    return button;
  }

  closeSubmenus() {
    for (const list of document.querySelectorAll(".submenu")) list.hidden = true;
    for (const top of document.querySelectorAll(".has-sub")) top.setAttribute("aria-expanded", "false");
  }
}
