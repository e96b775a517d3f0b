import { strftime } from './strftime.ts';
import { Callable, Fault, float, Thing, use, type Value } from './types.ts';

const day = 86_400_000;
const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** Python's `datetime` without a zone: a wall clock, kept as if it were UTC, with microseconds. */
export class DateTime extends Thing {
  readonly typeName = 'datetime';
  /** Milliseconds since 1970 on the wall clock. */
  readonly time: number;
  readonly microseconds: number;
  readonly #wall: Date;

  constructor(time: number, microseconds = new Date(time).getUTCMilliseconds() * 1000) {
    super();
    this.time = time;
    this.microseconds = microseconds;
    this.#wall = new Date(time);
  }

  /** A moment on the wall clock of UTC or of this machine. */
  static of(moment: Date, utc: boolean): DateTime {
    return new DateTime(moment.getTime() - (utc ? 0 : moment.getTimezoneOffset() * 60_000));
  }

  format(format: string): string {
    return strftime(format, this.#wall, this.microseconds);
  }

  override attribute(name: string): Value | undefined {
    const wall = this.#wall;
    const parts: Readonly<Record<string, () => Value>> = {
      year: () => wall.getUTCFullYear(),
      month: () => wall.getUTCMonth() + 1,
      day: () => wall.getUTCDate(),
      hour: () => wall.getUTCHours(),
      minute: () => wall.getUTCMinutes(),
      second: () => wall.getUTCSeconds(),
      microsecond: () => this.microseconds,
      strftime: () => new Callable('strftime', ([format]) => this.format(String(use(format)))),
      isoformat: () => new Callable('isoformat', () => this.text().replace(' ', 'T')),
      timestamp: () =>
        new Callable('timestamp', () => float((this.time + new Date(this.time).getTimezoneOffset() * 60_000) / 1000)),
      weekday: () => new Callable('weekday', () => (wall.getUTCDay() + 6) % 7),
      date: () => new Callable('date', () => this.text().slice(0, 10)),
      __order__: () => this.time * 1000 + (this.microseconds % 1000),
      '__-__': () => (other: Value) => this.#minus(other),
      '__+__': () => (other: Value) => this.#plus(other),
    };
    return Object.hasOwn(parts, name) ? parts[name]!() : undefined;
  }

  #minus(other: Value): Value {
    if (other instanceof DateTime) return new TimeDelta(this.time - other.time);
    if (other instanceof TimeDelta) return new DateTime(this.time - other.milliseconds);
    throw new Fault('only a date or a time span can be taken from a date');
  }

  #plus(other: Value): Value {
    if (other instanceof TimeDelta) return new DateTime(this.time + other.milliseconds);
    throw new Fault('only a time span can be added to a date');
  }

  override text(): string {
    const wall = this.#wall;
    const date = `${pad(wall.getUTCFullYear(), 4)}-${pad(wall.getUTCMonth() + 1)}-${pad(wall.getUTCDate())}`;
    const clock = `${pad(wall.getUTCHours())}:${pad(wall.getUTCMinutes())}:${pad(wall.getUTCSeconds())}`;
    return this.microseconds === 0 ? `${date} ${clock}` : `${date} ${clock}.${pad(this.microseconds, 6)}`;
  }
}

/** Python's `timedelta`: what the difference of two dates is. */
export class TimeDelta extends Thing {
  readonly typeName = 'timedelta';
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    super();
    this.milliseconds = milliseconds;
  }

  override attribute(name: string): Value | undefined {
    const days = Math.floor(this.milliseconds / day);
    const rest = this.milliseconds - days * day;
    switch (name) {
      case 'days':
        return days;
      case 'seconds':
        return Math.floor(rest / 1000);
      case 'microseconds':
        return (rest % 1000) * 1000;
      case 'total_seconds':
        return new Callable('total_seconds', () => float(this.milliseconds / 1000));
      case '__order__':
        return this.milliseconds;
      default:
        return undefined;
    }
  }

  override text(): string {
    const days = Math.floor(this.milliseconds / day);
    const rest = this.milliseconds - days * day;
    const seconds = Math.floor(rest / 1000);
    const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    const fraction = rest % 1000 === 0 ? '' : `.${pad((rest % 1000) * 1000, 6)}`;
    return `${days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `}${clock}${fraction}`;
  }
}
