# One image for every role: ROLE=api, ROLE=worker, or the trellis command (`node apps/cli/dist/main.js …`).
FROM node:24-bookworm-slim AS build
WORKDIR /srv/trellis
COPY . .
RUN npm ci && npx tsc --build apps/api/tsconfig.lib.json apps/cli/tsconfig.lib.json && npx node tools/build-admin.ts && npm prune --omit=dev \
  && node tools/image.ts /srv/image

# Built code and its dependencies: no sources, no tests, no tools. The root file system may be read-only.
FROM node:24-bookworm-slim
WORKDIR /srv/trellis
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 LOG_FORMAT=json TRELLIS_DATA_DIR=/var/lib/trellis
RUN mkdir -p /var/lib/trellis/candidates && chown -R node:node /var/lib/trellis && chmod -R go= /var/lib/trellis
COPY --from=build /srv/image .
USER node
VOLUME /var/lib/trellis
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/api/dist/main.js"]
