# One image for every service; the command chooses which (see docker-compose.yml). The workspace layout is kept, because
# Node does not strip types of packages that are copied into node_modules.
FROM node:24-bookworm-slim AS build
WORKDIR /lectern
ENV APOLLO_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
COPY . .
RUN npm ci --no-fund --no-audit \
 && npm run build -w client/web \
 && npm run build -w gateway \
 && npm prune --omit=dev --no-fund --no-audit

FROM node:24-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /lectern
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1 LECTERN_LOG_FORMAT=json \
    NODE_COMPILE_CACHE=/tmp/compile-cache
COPY --from=build --chown=node:node /lectern /lectern
RUN mkdir -p /media /state && chown node:node /media /state
USER node
EXPOSE 8080
CMD ["node", "gateway/src/main.ts"]
