"""How gunicorn serves Samråd; `gunicorn -c config/gunicorn.py config.wsgi`."""

import gc
import os
from typing import Any

_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
# Threads, so that a slow reader or an idle connection does not occupy a whole worker.
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 8
keepalive = 5
control_socket_disable = True
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Spare the application itself when garbage is looked for: it stays as long as the worker.

    A page of some thousand rows makes the collector walk through all that lives, several times.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
