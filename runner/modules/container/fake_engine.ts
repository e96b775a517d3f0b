import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EngineCall {
  readonly words: readonly string[];
  readonly stdin: string;
  /** Folder of logins it was pointed to, and what its configuration held. */
  readonly config: string;
  readonly settings: string;
  /** Build argument that came by the environment. */
  readonly token: string;
  /** What `DOCKER_BUILDKIT` was set to. */
  readonly buildKit: string;
  /** Content of the secret that it was given a file with. */
  readonly secret: string;
}

const script = `#!/bin/sh
here=\${0%/*}
PATH=$PATH:/usr/bin:/bin
n=$(ls "$here/calls" | wc -l)
call="$here/calls/$(printf %03d "$n")"
mkdir "$call"
for word in "$@"; do printf '%s\\n' "$word"; done > "$call/words"
printf %s "$DOCKER_CONFIG" > "$call/config"
printf %s "$TOKEN" > "$call/token"
printf %s "$DOCKER_BUILDKIT" > "$call/buildKit"
for word in "$@"; do case "$word" in --secret=*) cat "\${word##*src=}" > "$call/secret" ;; esac; done
[ -f "$DOCKER_CONFIG/config.json" ] && cat "$DOCKER_CONFIG/config.json" > "$call/settings"
: > "$call/stdin"
if [ -f "$here/fail-$1" ]; then cat "$here/fail-$1" >&2; rm "$here/fail-$1"; exit 1; fi
name() { printf %s "$1" | tr '/:' '__'; }
for last in "$@"; do :; done
# What it builds with: the plug-in where there is a file "buildx", the client's own BuildKit before version 23.
if [ "$1" = buildx ] && [ ! -f "$here/buildx" ]; then echo "docker: 'buildx' is not a docker command." >&2; exit 1; fi
[ "$1 $2" = 'buildx build' ] && shift
case "$1" in
  login) cat > "$call/stdin"; echo 'Login Succeeded' ;;
  version | info) cat "$here/version" ;;
  image | inspect)
    [ -f "$here/images/$(name "$last")" ] || { echo "no such image" >&2; exit 1; }
    architecture=$(cat "$here/images/$(name "$last")")
    printf '[{"Id":"sha256:%064d","Os":"linux","Architecture":"%s"}]' 7 "\${architecture:-amd64}" ;;
  build)
    for word in "$@"; do case "$word" in --tag=*) touch "$here/images/$(name "\${word#--tag=}")" ;; esac; done
    echo 'building' ;;
  pull) for word in "$@"; do case "$word" in --platform=*/*) printf %s "\${word##*/}" ;; esac; done > "$here/images/$(name "$last")" ;;
  load) touch "$here/images/loaded_latest" ;;
  save) ;;
  tag) touch "$here/images/$(name "$3")" ;;
  rmi) rm "$here/images/$(name "$last")" ;;
  push)
    for word in "$@"; do case "$word" in --digestfile=*) cat "$here/digest" > "\${word#--digestfile=}" ;; esac; done
    if [ -f "$here/pushed" ]; then echo 'abc: Layer already exists'; else echo 'abc: Pushed'; fi
    touch "$here/pushed"
    echo "latest: digest: $(cat "$here/digest") size: 528" ;;
esac
`;

/** A program called docker that notes what it is told and keeps names of images, for tests. */
export function fakeEngine(parent: string) {
  const folder = join(parent, 'engine');
  const digest = `sha256:${'ab'.repeat(32)}`;
  for (const name of ['', 'calls', 'images']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'docker'), script);
  writeFileSync(join(folder, 'digest'), digest);
  writeFileSync(join(folder, 'version'), '20.10.24');
  chmodSync(join(folder, 'docker'), 0o755);
  const read = (call: string, name: string) => {
    const file = join(folder, 'calls', call, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const calls = (): EngineCall[] =>
    readdirSync(join(folder, 'calls'))
      .sort()
      .map((call) => ({
        words: read(call, 'words').trimEnd().split('\n'),
        stdin: read(call, 'stdin'),
        config: read(call, 'config'),
        settings: read(call, 'settings'),
        token: read(call, 'token'),
        buildKit: read(call, 'buildKit'),
        secret: read(call, 'secret'),
      }));
  return {
    folder,
    digest,
    environment: { PATH: `${folder}:/usr/bin:/bin`, HOME: parent } as Record<string, string>,
    calls,
    commands: () => calls().map(({ words }) => words.join(' ')),
    /** Makes the next such command fail with that output. */
    fail: (command: string, output: string) => writeFileSync(join(folder, `fail-${command}`), output),
    /** Gives it the plug-in, or another version. */
    addBuildx: () => writeFileSync(join(folder, 'buildx'), ''),
    setVersion: (version: string) => writeFileSync(join(folder, 'version'), version),
    rename: (name: string) => renameSync(join(folder, 'docker'), join(folder, name)),
  };
}
