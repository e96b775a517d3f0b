const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** Local time as Python prints it: `2026-03-01 09:05:00.123000`. */
export function timestamp(time: number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day} ${clock(date)}.${pad(date.getMilliseconds() * 1000, 6)}`;
}

/** Local time in the form that names of backups hold: `2026-03-01@09:05:00`. */
export function backupStamp(time: number): string {
  return timestamp(time).slice(0, 19).replace(' ', '@');
}

/** A span as Python prints it: `0:00:01.500000`. */
export function duration(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const micro = Math.round((ms - whole * 1000) * 1000);
  return `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}.${pad(micro, 6)}`;
}

function clock(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':');
}
