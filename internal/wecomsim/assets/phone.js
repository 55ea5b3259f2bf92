// Puts the page together: one person's phone, live.
import { get, post } from "./api.js";
import { avatar, ChatView } from "./bubbles.js";
import { Composer } from "./composer.js";
import { Clock, drawHints, drawPeople, FaultSwitches } from "./panel.js";

const byId = (id) => document.getElementById(id);
let people = [];
let current = null;

const chat = new ChatView(byId("messages"), byId("newer"), press, openImage);
const composer = new Composer(sendMessage, tell);
const clock = new Clock(() => chat.redate(), complain);
const faults = new FaultSwitches(complain);
chat.now = () => clock.now();

let toastTimer = 0;
function tell(text) {
  byId("toast").textContent = text;
  byId("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { byId("toast").hidden = true; }, 3500);
}

function complain(error) {
  console.warn(error);
  tell("操作没有成功，请稍后再试");
}

async function deliver(path, body) {
  try {
    const report = await post(path, { user: current.user, ...body });
    if (!report.ok) tell("消息没有送达，平台已重试 " + report.deliveries + " 次");
  } catch (error) {
    complain(error);
  }
  faults.refresh();
}

function sendMessage(body) {
  if (current) deliver("/sim/messages", body);
}

function press(bubble, key, selected) {
  deliver("/sim/clicks", { task_id: bubble.task_id, key, selected });
}

function openImage(url) {
  byId("viewerimage").src = url;
  byId("viewer").showModal();
}
byId("viewer").addEventListener("click", () => byId("viewer").close());

async function choose(user) {
  const person = people.find((p) => p.user === user) || people[0];
  if (!person) return;
  const entering = !current || current.user !== person.user;
  current = person;
  location.replace("#" + encodeURIComponent(person.user));
  const chip = byId("openpanel");
  chip.replaceChildren(avatar(person.name));
  chip.title = person.name;
  if (entering) composer.switchTo(person.user);
  showPanel(false);
  drawPeople(people, person.user, choose);
  const bubbles = await get("/sim/chat?user=" + encodeURIComponent(person.user));
  if (current.user !== person.user) return;
  chat.reset(person, bubbles);
  markRead();
  enterOnce(person.user);
}

/** Opening an app's chat is an event of its own, told once per browser session and person. */
function enterOnce(user) {
  const mark = "entered:" + user;
  if (sessionStorage.getItem(mark)) return;
  sessionStorage.setItem(mark, "1");
  post("/sim/messages", { user, type: "event", event: "enter_agent" }).catch((error) => console.warn(error));
}

function markRead() {
  if (current && document.visibilityState === "visible") post("/sim/read", { user: current.user }).catch(console.warn);
}
document.addEventListener("visibilitychange", markRead);

async function loadPeople() {
  people = await get("/sim/people");
  if (current) current = people.find((p) => p.user === current.user) || current;
  drawPeople(people, current && current.user, choose);
}

async function loadAll() {
  const app = await get("/sim/app");
  byId("appname").textContent = app.name;
  document.title = app.name;
  composer.drawMenu(app.menu);
  drawHints(app.hints, (text) => {
    showPanel(false);
    composer.fill(text);
  });
  await clock.load();
  await faults.load();
  await loadPeople();
  await choose(current ? current.user : decodeURIComponent(window.location.hash.slice(1)));
}

let peopleTimer = 0;
function refreshPeopleSoon() {
  clearTimeout(peopleTimer);
  peopleTimer = setTimeout(() => loadPeople().catch(console.warn), 150);
}

function listen() {
  const events = new EventSource("/sim/events");
  const on = (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  on("bubble", ({ user, data }) => {
    if (current && user === current.user.toLowerCase()) {
      chat.put(data);
      if (data.from === "app") markRead();
      faults.refresh();
    } else {
      refreshPeopleSoon();
    }
  });
  on("menu", ({ data }) => composer.drawMenu(data));
  on("clock", ({ data }) => clock.set(data));
  on("faults", ({ data }) => faults.draw(data));
  on("people", refreshPeopleSoon);
  on("reload", () => loadAll().catch(complain));
  // Opening again after a break, the page may have missed something.
  events.addEventListener("open", () => loadAll().catch(complain));
}

function showPanel(show) {
  document.body.classList.toggle("panel-open", show);
  byId("openpanel").setAttribute("aria-expanded", String(show));
}
byId("openpanel").addEventListener("click", () => showPanel(!document.body.classList.contains("panel-open")));
byId("closepanel").addEventListener("click", () => showPanel(false));
window.addEventListener("hashchange", () => choose(decodeURIComponent(window.location.hash.slice(1))).catch(complain));

listen();
