#!/usr/bin/env bash
# Runs the providers of models against LiteLLM, a gateway that others wrote and that speaks as each of them does.
# Not part of `make test`, because it takes 750 MB; the first run installs it into .venv-peers. Needs a build of the tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=.venv-peers/bin/python
[ -x "$python" ] || python3 -m venv .venv-peers
[ -x .venv-peers/bin/litellm ] || "$python" -m pip install -q --disable-pip-version-check 'litellm[proxy]>=1.80,<2'
exec "$python" -B Tests/peers/serve.py swift test --skip-build --filter 'ConnectorsTests.*A server that others wrote'
