#!/usr/bin/env bash
# The README's two commands on an empty Debian: minbase, python3, git, nothing else.
#
#   sudo bash tools/bare-debian.sh [FOLDER]        default: a temporary folder, removed afterwards
#
# SUITE (bookworm), APT_MIRROR and APT_SECURITY choose the Debian (default: the mirrors this machine uses); COMMANDS ("demo test") what is tried.
# Needs root and debootstrap. Mounts live in a namespace of their own and vanish with it. The host's
# name servers, certificates, and pip settings (PIP_*, proxies, pip.conf) are handed in, nothing else.
set -euo pipefail

suite=${SUITE:-bookworm}
from_host() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep "$@" | head -1; }
mirror=${APT_MIRROR:-$(from_host -v security)}
security=${APT_SECURITY:-$(from_host security)}
commands=${COMMANDS:-demo test}
project=$(realpath "$(dirname "$0")/..")

if [[ ${1:-} != --inside ]]; then
  root=${1:-$(mktemp -d)}
  [[ -n ${1:-} ]] || trap 'rm -rf --one-file-system "$root"' EXIT
  mkdir -p "$root"
  chmod 755 "$root" # a temporary folder is its owner's alone, and an ordinary user shall walk in it
  unshare --mount --propagation private bash "$(realpath "$0")" --inside "$(realpath "$root")"
  exit
fi
root=$2

if [[ ! -x $root/usr/bin/python3 ]]; then
  debootstrap --variant=minbase --include=python3,git,ca-certificates "$suite" "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -20 "$root.log"; exit 2; }
  rm -f "$root.log"
fi
cat >"$root/etc/apt/sources.list" <<TXT
deb $mirror $suite main
deb $mirror $suite-updates main
deb $security $suite-security main
TXT
rm -rf "$root/srv/project"
git clone -q --no-hardlinks "$project" "$root/srv/project"

for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/pip.conf /root/.config/pip/pip.conf; do
  if [[ -f $file ]]; then mkdir -p "$root$(dirname "$file")" && cat "$file" >"$root$file"; fi
done
cat /etc/apt/apt.conf.d/*proxy* >"$root/etc/apt/apt.conf.d/80host" 2>/dev/null || true

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/dev/shm"

handed_in=()
while IFS= read -r -d '' pair; do
  case $pair in PIP_* | SSL_CERT_* | REQUESTS_CA_BUNDLE=* | *_proxy=* | *_PROXY=*) handed_in+=("$pair") ;; esac
done < <(env -0)

start() { # user:group, home, what start.py is to do
  env -i HOME="$2" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${handed_in[@]}" \
    chroot --userspec="$1" "$root" bash -c "cd /srv/project && exec python3 start.py $3" </dev/null
}

worst=0
if [[ ! -e $root/usr/lib/x86_64-linux-gnu/libatomic.so.1 && ! -e $root/usr/lib/aarch64-linux-gnu/libatomic.so.1 ]]; then
  echo "=== as an ordinary user, who may not install: one sentence that names what is missing, exit code 2"
  said=$(start 1000:1000 /tmp demo 2>&1) && code=0 || code=$?
  echo "$said"
  if [[ $code != 2 || $said != *venv*libatomic1* || $(wc -l <<<"$said") != 1 ]]; then echo "=== WRONG"; worst=1; fi
fi
for name in $commands; do
  begun=$SECONDS
  echo "=== python3 start.py $name (bare $suite, root)"
  start 0:0 /root "$name" && code=0 || code=$?
  echo "=== python3 start.py $name: exit code $code after $((SECONDS - begun)) s"
  ((code > worst)) && worst=$code
done
exit "$worst"
