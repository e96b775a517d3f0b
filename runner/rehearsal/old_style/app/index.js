require('node:http')
  .createServer((_, answer) => answer.end('sunny'))
  .listen(process.env.PORT);
