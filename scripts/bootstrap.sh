# Sourced by ./run and ./test (POSIX sh, nothing but a bare machine): what they need before any Python of ours can run.
# Where something is missing that this user may not install, it says the exact command to type and stops.

PYTHON_PACKAGES="python3 python3-venv ca-certificates"
PDF_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf '==> %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# ---- system packages

apt_command() { # the line for people; "$@" = packages
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo "
  echo "${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $*"
}

apt_install() { # "$@" = packages; false where this user cannot install
  command -v apt-get >/dev/null 2>&1 || return 1
  if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else return 1; fi
  say "apt-get install $*"
  [ -n "${apt_is_fresh:-}" ] || $as_root apt-get update -q >&2 || say "apt-get update failed; trying with the lists at hand"
  apt_is_fresh=yes
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

have_pango() { # $1 = a Python; only Linux is asked: elsewhere the libraries have other names, and the portal itself says what it lacks
  "$1" -c '
import ctypes, sys
libraries = "pango-1.0.so.0 pangoft2-1.0.so.0 harfbuzz-subset.so.0 fontconfig.so.1 gobject-2.0.so.0"
for library in libraries.split() if sys.platform == "linux" else ():
    ctypes.CDLL("lib" + library)
' >/dev/null 2>&1
}

need_pango() { # $1 = a Python, $2 = what to do without: stop | warn
  have_pango "$1" && return
  # shellcheck disable=SC2086 - a list of packages
  apt_install $PDF_PACKAGES && have_pango "$1" && return
  [ "$2" = warn ] || die "PDF needs Pango. Type:  $(apt_command "$PDF_PACKAGES")"
  say "ยังสร้าง PDF ไม่ได้ (no PDF yet, Pango is missing). Type:  $(apt_command "$PDF_PACKAGES")"
}

find_chromium() {
  for name in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
    # Ubuntu's package is a stub that asks for a snap: only one that answers counts.
    if "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

have_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
is_ubuntu() { grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; }

missing_tools() { # the packages that ./test --all still lacks
  for tool in pdftotext:poppler-utils qpdf:qpdf; do
    command -v "${tool%%:*}" >/dev/null 2>&1 || printf '%s ' "${tool##*:}"
  done
  have_postgres || printf 'postgresql '
  is_ubuntu || find_chromium >/dev/null || printf 'chromium '
}

need_tools() {
  missing=$(missing_tools)
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 - a list of packages
  apt_install $missing || true
  missing=$(missing_tools)
  [ -z "$missing" ] || die "./test --all needs more. Type:  $(apt_command "$missing")"
}

# ---- Python and its packages

good_python() { # runs it for real: a pyenv shim or a Debian python3 without venv is on PATH and yet no use
  "$1" -c 'import sys, ssl, sqlite3, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() {
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
    if good_python "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

need_python() { # sets $python
  python=$(find_python) && return
  # shellcheck disable=SC2086 - a list of packages
  apt_install $PYTHON_PACKAGES $PDF_PACKAGES || true
  python=$(find_python) || die "needs Python 3.11 to 3.14 with venv. Type:  $(apt_command "$PYTHON_PACKAGES $PDF_PACKAGES")"
}

# .venv is judged whole. Its stamps are written when a step is done, and name what it was done for:
#   .venv/.made            the folder it was made in (its scripts name it) and its Python
#   .venv/.installing      there while pip works: one that was broken off half way leaves it
#   .venv/.installed-NAME  the content of requirements/NAME.txt

this_venv() { # $1 = a Python: the folder and the Python as a stamp; an update of the system's Python within 3.x keeps it
  "$1" -c 'import os, sys, sysconfig; print(os.path.realpath(".venv"), sysconfig.get_config_var("SOABI"), *sys.version_info[:2])'
}

whole_venv() { # false where .venv must be made anew; PYTHON, where it is given, is the Python that must be below
  [ -d .venv ] && [ ! -e .venv/.installing ] && good_python .venv/bin/python || return 1
  [ "$(cat .venv/.made 2>/dev/null)" = "$(this_venv "${PYTHON:-.venv/bin/python}")" ] &&
    [ "$(cat .venv/.made)" = "$(this_venv .venv/bin/python)" ]
}

make_venv() {
  need_python
  [ -w . ] && rm -rf .venv 2>/dev/null ||
    die "บัญชีนี้เขียนโฟลเดอร์ $(pwd) ไม่ได้ จึงสร้าง .venv ไม่ได้ (this account can't write this folder, which needs a .venv)"
  say "making .venv with $python"
  "$python" -m venv .venv || die "could not make .venv with $python"
  this_venv .venv/bin/python >.venv/.made
}

wanted_stamp() { # $1 = requirements file: changes with its content
  .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}

install_requirements() { # $1 = run | test | dev
  file=requirements/$1.txt
  stamp=.venv/.installed-$1
  [ "$(cat "$stamp" 2>/dev/null)" != "$(wanted_stamp "$file")" ] || return 0
  say "installing $file"
  : >.venv/.installing
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    ${WHEELHOUSE:+--no-index --find-links "$WHEELHOUSE"} -r "$file" ||
    die "could not install $file. Without a network: WHEELHOUSE=directory-of-wheels $0"
  wanted_stamp "$file" >"$stamp"
  rm .venv/.installing
}

bootstrap() { # $1 = run | test | dev, $2 = what to do without Pango: stop | warn
  whole_venv || make_venv
  need_pango .venv/bin/python "$2"
  install_requirements "$1"
}
