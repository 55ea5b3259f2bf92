// The demo panel: people, clock, examples, faults.
import { el } from "./richtext.js";
import { get, post } from "./api.js";
import { avatar } from "./bubbles.js";
import { clockTime, fieldValue, fromField, fullTime } from "./time.js";

const byId = (id) => document.getElementById(id);

export function drawPeople(people, current, choose) {
  const list = byId("people");
  list.replaceChildren(...people.map((person) => {
    const button = el("button", "person", avatar(person.name),
      el("span", "who", el("strong", "", person.name), el("small", "", roleOf(person))));
    button.type = "button";
    button.dataset.user = person.user;
    button.setAttribute("aria-current", String(person.user === current));
    if (person.unread && person.user !== current) {
      const badge = el("span", "badge", person.unread > 99 ? "99+" : String(person.unread));
      badge.setAttribute("aria-label", person.unread + " 条未读");
      button.append(badge);
    }
    button.addEventListener("click", () => choose(person.user));
    return el("li", "", button);
  }));
}

export function roleOf(person) {
  const role = [person.post, person.note, person.department].filter(Boolean).join(" · ");
  return person.active && person.visible ? role : [role, "已停用"].filter(Boolean).join(" · ");
}

/** The demo's clock; it runs on between answers unless it is a manual one. */
export class Clock {
  constructor(changed, complain) {
    this.offset = 0;
    this.state = { manual: false, movable: false };
    this.changed = changed;
    for (const button of byId("clocksteps").children) {
      button.addEventListener("click", () => this.move({ advance: button.dataset.advance }, complain));
    }
    byId("clockset").addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ now: fromField(byId("clockto").value) }, complain);
    });
    setInterval(() => this.draw(), 1000);
  }

  async load() {
    this.set(await get("/sim/clock"));
    byId("clockto").value = fieldValue(this.now());
  }

  async move(body, complain) {
    try {
      this.set(await post("/sim/clock", body));
    } catch (error) {
      complain(error);
    }
  }

  set(state) {
    this.state = state;
    this.offset = new Date(state.now) - Date.now();
    for (const field of document.querySelectorAll("#clocksteps button, #clockset input, #clockset button")) field.disabled = !state.movable;
    byId("clocknote").hidden = state.movable;
    this.draw();
    this.changed();
  }

  now() {
    return this.state.manual ? new Date(this.state.now) : new Date(Date.now() + this.offset);
  }

  draw() {
    byId("clock").textContent = fullTime(this.now()) + (this.state.manual ? "（静止）" : "");
    byId("statustime").textContent = clockTime(this.now());
  }
}

export function drawHints(hints, fill) {
  byId("hints").replaceChildren(...hints.map((hint) => {
    const button = el("button", "", hint);
    button.type = "button";
    button.addEventListener("click", () => fill(hint));
    return button;
  }));
}

const faultChoices = [
  { label: "发送时平台繁忙（3 次）", on: (f) => (f.api_errors || []).length > 0, set: (f) => { f.api_errors = [{ path: "message/send", code: -1, count: 3 }]; }, clear: (f) => { delete f.api_errors; } },
  { label: "登录凭证提前失效（1 次）", field: "token_expired", value: true },
  { label: "平台网关出错（3 次）", field: "http_5xx", value: 3 },
  { label: "平台收下消息但不回话（1 次）", field: "timeout_after_accept", value: 1 },
  { label: "网络变慢（每次 2 秒）", field: "slow_ms", value: 2000 },
  { label: "上行消息丢失（3 次投递）", field: "drop_callbacks", value: 3 },
  { label: "上行消息重复投递（3 条）", field: "duplicate_callbacks", value: 3 },
];

export class FaultSwitches {
  constructor(complain) {
    this.complain = complain;
    byId("calm").addEventListener("click", () => this.apply({}));
  }

  async load() {
    this.draw(await get("/sim/faults"));
  }

  /** Counts run down as calls come in; look again only while a switch is on. */
  async refresh() {
    if (Object.keys(this.current || {}).length) await this.load();
  }

  async apply(faults) {
    try {
      this.draw(await post("/sim/faults", faults));
    } catch (error) {
      this.complain(error);
    }
  }

  draw(faults) {
    this.current = faults;
    byId("calm").hidden = Object.keys(faults).length === 0;
    byId("faults").replaceChildren(...faultChoices.map((choice) => {
      const box = el("input");
      box.type = "checkbox";
      box.setAttribute("role", "switch");
      box.checked = choice.on ? choice.on(faults) : Boolean(faults[choice.field]);
      box.addEventListener("change", () => {
        const next = structuredClone(this.current);
        if (choice.set) (box.checked ? choice.set : choice.clear)(next);
        else if (box.checked) next[choice.field] = choice.value;
        else delete next[choice.field];
        this.current = next; // two switches may be flipped before the first answer is back
        this.apply(next);
      });
      return el("label", "switch", el("span", "", choice.label), box);
    }));
  }
}
