# shellcheck shell=bash
# What the scripts share; each of them reads this file first.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }

# Settings in .env count where the environment says nothing. Read as words, never run.
if [ -f .env ]; then
  while IFS='=' read -r name value; do
    [[ $name =~ ^[A-Z][A-Z0-9_]*$ ]] || continue
    value=${value%\"} value=${value#\"} value=${value%\'} value=${value#\'}
    [ -n "${!name+set}" ] || export "$name=$value"
  done <.env
fi

# shellcheck disable=SC2034  # the scripts that read this file use it
var=${VAR_DIR:-var}
