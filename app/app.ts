import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Log } from './log.ts';

export interface AppOptions {
  /** The time to tell; the process's clock by default. */
  now?: () => Date;
  log?: Log;
  /** True once the process has been asked to stop: `/health` then answers 503, so that balancers look elsewhere. */
  stopping?: () => boolean;
}

/** The time app: `/now` tells the UTC time as `HH:MM:SS`, `/` leads there, `/health` says whether it takes requests. */
export function createApp({
  now = () => new Date(),
  log = () => {},
  stopping = () => false,
}: AppOptions = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(logRequests(log));
  app.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    response.set('x-content-type-options', 'nosniff');
    if (stopping()) response.set('connection', 'close');
    next();
  });

  app.get('/', (_request, response) => response.redirect('/now'));
  app.get('/now', (_request, response) => {
    response.type('text/plain').send(now().toISOString().slice(11, 19));
  });
  app.get('/health', (_request, response) => {
    response.status(stopping() ? 503 : 200).json({ status: stopping() ? 'stopping' : 'ok' });
  });
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('not found');
  });
  app.use((error: Error & { status?: number }, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) log('error', { message: error.message });
    response
      .status(status)
      .type('text/plain')
      .send(status >= 500 ? 'internal error' : 'bad request');
  });
  return app;
}

function logRequests(log: Log) {
  return (request: Request, response: Response, next: NextFunction) => {
    const began = process.hrtime.bigint();
    response.once('finish', () => {
      const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
      // The path alone: a query may hold what nobody wants in a log.
      log('request', { method: request.method, path: request.path, status: response.statusCode, milliseconds });
    });
    next();
  };
}
