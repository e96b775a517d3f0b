const REASONS: Record<number, string> = {
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  405: 'Not Allowed',
  408: 'Request Time-out',
  431: 'Request Header Fields Too Large',
  460: '',
  463: '',
  464: '',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
  561: 'Unauthorized',
};

/** An answer of the load balancer itself. */
export interface OwnAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** An answer that the load balancer makes; it calls itself `awselb/2.0`. */
export function ownAnswer(status: number, type: string, body: string, more: readonly string[] = []): OwnAnswer {
  const length = String(Buffer.byteLength(body));
  const headers = ['Server', 'awselb/2.0', 'Content-Type', type, 'Content-Length', length, ...more];
  return { status, reason: REASONS[status] ?? '', headers, body };
}

/** The page with which a load balancer says what went wrong (User guide: troubleshoot your load balancers). */
export function errorPage(status: number): OwnAnswer {
  const title = `${status} ${REASONS[status] ?? ''}`.trim();
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return ownAnswer(status, 'text/html', page);
}

/** The answer as the bytes of HTTP/1.1, for a connection that no server response stands for. The connection ends with it. */
export function rawAnswer({ status, reason, headers, body }: OwnAnswer): string {
  const lines = [`HTTP/1.1 ${status} ${reason}`, `Date: ${new Date().toUTCString()}`];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`;
}
