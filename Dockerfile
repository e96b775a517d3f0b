# The time app. `--build-arg BASE_IMAGE=…` builds it on another base.
ARG BASE_IMAGE=node:24-alpine

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY app ./app
RUN npx esbuild app/server.ts --bundle --platform=node --target=node20 --format=cjs --main-fields=module,main --outfile=/out/server.cjs

FROM ${BASE_IMAGE}
ENV NODE_ENV=production PORT=8080
WORKDIR /app
COPY --from=build /out/server.cjs ./
# By number, so that a task definition or a pod can tell that it is not root. Nothing is written at run time.
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# How `play --sandbox` runs it where no engine builds this image: with what `npm run build` made, beside this file.
LABEL play.sandbox.command='["node", "dist/server.js"]' \
      play.sandbox.files='["package.json", "dist/server.js"]'
CMD ["node", "server.cjs"]
