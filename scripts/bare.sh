#!/bin/sh
# scripts/bare.sh [SUITE…]   the README's two commands on bare machines: ./run until it serves, and ./test; a table at the end.
# Not part of CI. As root and with debootstrap it builds bare roots (SUITE: bookworm, trixie, noble), and tries each as root and as a
# user without sudo who has Python but not Pango; Debian's packages come from the mirror that this machine's apt uses, Ubuntu's from
# debootstrap's own. Elsewhere it tries both commands here, with a PATH and a library path that lack what a bare machine lacks.
# Environment: BARE_HOME, a folder that is kept for the next time; TRIALS, some of "run test quick operate upgrade"; ACCOUNTS, some
# of "root user". The last two follow docs/operate.md word for word on a machine that really starts, without a network
# (scripts/bare/trials.py; package systemd-container): operate from install to PostgreSQL, upgrade from the version FROM and back.
set -eu
CDPATH="" cd -- "$(dirname -- "$0")/.."

home=${BARE_HOME:-$(mktemp -d)}
TRIALS=${TRIALS:-run test}
ACCOUNTS=${ACCOUNTS:-root user}
PORT=${PORT:-8765}
FROM=${FROM:-38d447b} # 20 November: there is no tag yet
FOLDER="srv/ระบบ ITA [1]/portal" # a path with Thai letters, a blank and brackets
TOOLS="pdftotext pdftoppm qpdf soffice libreoffice chromium chromium-browser google-chrome initdb postgres psql node git curl"
PANGO="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
mkdir -p "$home"
table=$(mktemp)
: >"$table"

say() { printf '==> %s\n' "$*" >&2; }

answers() { python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$PORT/', timeout=5)" 2>/dev/null; }

serves() { # $1 = the process of ./run: whether its first page comes before it ends
  while kill -0 "$1" 2>/dev/null; do
    answers && return 0
    sleep 1
  done
  return 1
}

try() { # $1 = name, $2 = run | test | quick, the rest = a command that goes before ./run or ./test
  name=$1 what=$2
  shift 2
  log=$home/$name-$what.log
  command=$what
  [ "$what" != quick ] || command="test --quick"
  say "$name: ./$command (log: $log)"
  begun=$(date +%s)
  if [ "$what" = run ]; then
    ! answers || { say "another program answers at port $PORT"; exit 1; }
    "$@" ./run >"$log" 2>&1 &
    verdict=failed
    ! serves $! || verdict=serves
    # Of unshare the first process of its namespace, with which all others end: another account's outlives unshare.
    first=$(cat "/proc/$!/task/$!/children" 2>/dev/null || true)
    kill $! 2>/dev/null || true
    sleep 10
    kill -9 $! $first 2>/dev/null || true
    wait $! 2>/dev/null || true
  else
    # shellcheck disable=SC2086 - a command and its argument; in a shell of its own, which it takes the place of
    if ("$@" ./$command) >"$log" 2>&1; then verdict=green; else verdict=failed; fi
  fi
  said=$(grep -E '^not tried|^error:|^=.* passed' "$log" | tail -1 || true)
  printf '%-24s ./%-12s %-7s %4s s  %s\n' "$name" "$command" "$verdict" "$(($(date +%s) - begun))" "$said" >>"$table"
}

# ---- bare roots

mirror() { # of this machine's apt: the site from which Debian's packages come
  apt-get indextargets --format '$(SITE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null | sed -n 's/ main$//p' | head -1
}

base_root() { # $1 = suite: an untouched minimal system, built once
  [ -e "$home/$1/.whole" ] && return
  say "debootstrap $1"
  case $1 in
    noble) # by the recipe of all Ubuntus: older debootstraps do not know the name; its keys: package ubuntu-keyring
      debootstrap --variant=minbase --components=main,universe "$1" "$home/$1" "" gutsy >"$home/$1.log" ;;
    *) debootstrap --variant=minbase "$1" "$home/$1" "$(mirror)" >"$home/$1.log" ;;
  esac
  : >"$home/$1/.whole"
}

wheelhouse() { # $1 = a Python version: the wheels for it, as README tells it
  wanted=$(sha256sum <requirements/test.txt)
  [ "$(cat "$home/wheels-$1/.whole" 2>/dev/null)" = "$wanted" ] && return
  say "wheels for Python $1"
  python3 -m pip download --quiet --require-hashes --only-binary :all: --python-version "$1" \
    -r requirements/test.txt -d "$home/wheels-$1" 2>"$home/wheels-$1.log"
  echo "$wanted" >"$home/wheels-$1/.whole"
}

in_root() { # $1 = root, $2 = account, the rest = the command: in the project's folder, with nothing of this machine's environment
  root=$1 account=$2
  shift 2
  command="cd '/$FOLDER' && exec $*"
  # A process namespace of its own: when the trial ends, nothing of it stays.
  exec unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" chroot "$root" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp PORT=$PORT WHEELHOUSE=/srv/wheels setpriv --reuid "$account" --regid "$account" \
    --clear-groups sh -c "$command"
}

python_of() { case $1 in bookworm) echo 3.11 ;; noble) echo 3.12 ;; *) echo 3.13 ;; esac }

try_manual() { # $1 = suite, $2 = operate | upgrade
  python=$(python_of "$1")
  wheelhouse "$python"
  [ "$2" = operate ] || older_wheels "$python"
  say "$1: $2 as docs/operate.md says"
  verdict=green
  "${PYTHON:-.venv/bin/python}" scripts/bare/trials.py "$home/$1" "$home/wheels-$python" "$2" --from "$FROM" >"$home/$1-$2.log" 2>&1 ||
    verdict=failed
  { echo "$1: $2 $verdict " && cat "$home/$1-$2.log"; } >>"$table"
}

older_wheels() { # $1 = a Python: those of the version FROM too
  git show "$FROM:requirements/run.txt" >"$home/older.txt"
  python3 -m pip download --quiet --require-hashes --only-binary :all: --python-version "$1" \
    -r "$home/older.txt" -d "$home/wheels-$1" 2>>"$home/wheels-$1.log"
}

try_root() { # $1 = suite, $2 = root | user
  root=$home/trial-$1-$2
  rm -rf "$root"
  cp -a "$home/$1" "$root"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  account=0
  if [ "$2" = user ]; then
    account=1000
    chroot "$root" apt-get update -q >"$home/apt.log"
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      python3 python3-venv ca-certificates >>"$home/apt.log" 2>&1
  fi
  python=$(python_of "$1")
  wheelhouse "$python"
  cp -a "$home/wheels-$python" "$root/srv/wheels"
  git clone --quiet . "$root/$FOLDER"
  chown -R $account:$account "$root/srv"
  for what in $here; do
    try "$1 as $2" "$what" in_root "$root" $account
  done
}

# ---- this machine with less

try_here() {
  lesser=$home/lesser
  rm -rf "$lesser"
  mkdir -p "$lesser/bin" "$lesser/lib" "$lesser/$FOLDER"
  echo "$PATH" | tr : '\n' | while read -r folder; do
    for program in "$folder"/*; do
      [ -e "$lesser/bin/${program##*/}" ] || ln -s "$program" "$lesser/bin/" 2>/dev/null || true
    done
  done
  for tool in $TOOLS sudo apt-get; do rm -f "$lesser/bin/$tool"; done
  for library in $PANGO; do : >"$lesser/lib/$library"; done # found first, and no library
  git archive HEAD | tar -x -C "$lesser/$FOLDER"
  for what in $here; do
    try "this machine, with less" "$what" in_lesser
  done
}

in_lesser() {
  cd "$lesser/$FOLDER"
  exec env PATH="$lesser/bin" LD_LIBRARY_PATH="$lesser/lib" PORT=$PORT "$@"
}

here="" manual=""
for what in $TRIALS; do
  case $what in operate | upgrade) manual="$manual $what" ;; *) here="$here $what" ;; esac
done
if [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null 2>&1; then
  for suite in ${*:-bookworm trixie noble}; do
    base_root "$suite"
    [ -z "$here" ] || for who in $ACCOUNTS; do try_root "$suite" $who; done
    for what in $manual; do try_manual "$suite" "$what"; done
  done
else
  try_here
fi
cat "$table"
! grep -q ' failed ' "$table"
