// Dates as people in China read them; the one zone is Asia/Shanghai.

const zone = "Asia/Shanghai";
const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: zone, year: "numeric", month: "numeric", day: "numeric", weekday: "short",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

function split(date) {
  return Object.fromEntries(parts.formatToParts(date).map((part) => [part.type, part.value]));
}

function dayNumber(date) {
  return Math.floor((date.getTime() + 8 * 3600e3) / 86400e3);
}

export function clockTime(date) {
  const p = split(date);
  return p.hour + ":" + p.minute;
}

/** The separator above a message: 09:30, 昨天 09:30, 11月20日 周五 09:30. */
export function separator(date, now) {
  const p = split(date);
  const days = dayNumber(now) - dayNumber(date);
  const time = p.hour + ":" + p.minute;
  if (days === 0) return time;
  if (days === 1) return "昨天 " + time;
  const year = split(now).year === p.year ? "" : p.year + "年";
  return `${year}${p.month}月${p.day}日 ${p.weekday} ${time}`;
}

export function fullTime(date) {
  const p = split(date);
  return `${p.year}年${p.month}月${p.day}日 ${p.weekday} ${p.hour}:${p.minute}:${p.second}`;
}

/** The value of a datetime-local field for an instant. */
export function fieldValue(date) {
  const p = split(date);
  const two = (text) => text.padStart(2, "0");
  return `${p.year}-${two(p.month)}-${two(p.day)}T${p.hour}:${p.minute}`;
}

/** The instant of a datetime-local field, as RFC 3339. */
export function fromField(value) {
  return (value.length === 16 ? value + ":00" : value) + "+08:00";
}

export function sameDay(a, b) {
  return dayNumber(a) === dayNumber(b);
}
