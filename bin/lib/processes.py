"""The commands of the application itself. `docker-compose.yml` holds the same ones; `bin/check` compares them."""

SETTINGS_DEMO = "config.settings.dev"
SETTINGS_LOCAL = "config.settings.local"


def web(host: str, port: int) -> list[str]:
    """Return the arguments of the web server: two processes with four threads each."""
    return [
        *("python", "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", "2", "--blocking-threads", "4", "--backlog", "256"),
        *(
            "--respawn-failed-workers",
            "--respawn-interval",
            "0.5",
            "--workers-kill-timeout",
            "4",
            "--log-level",
            "warning",
        ),
        "config.wsgi:application",
    ]


def worker() -> list[str]:
    """Return the arguments of the worker: it renders cards and does other work outside the request."""
    return [
        *("python", "-m", "celery", "--app", "config.celery", "worker", "--concurrency", "1", "-O", "fair"),
        *("--without-gossip", "--without-mingle", "--loglevel", "INFO"),
    ]


def beat(schedule: str) -> list[str]:
    """Return the arguments of the clock that wakes the worker. `schedule` is where it remembers the last time."""
    return [
        *("python", "-m", "celery", "--app", "config.celery", "beat", "--schedule", schedule, "--pidfile", ""),
        *("--loglevel", "WARNING"),
    ]


def name_finder(socket: str, lists: str) -> list[str]:
    """Return the arguments of the process that searches texts for names, at `socket`, by the lists in `lists`."""
    return ["python", "-m", "rvt.name_finder", "--lists", lists, "--socket", socket]


def signer(socket: str, keys: str, public: str, *, group: bool = False) -> list[str]:
    """Return the arguments of the process that signs cards, at `socket`, with the keys in the folder `keys`.

    `public` is the file with the list of public keys. `group`: accounts of its group may ask it too.
    """
    command = ["python", "-m", "veiligheidskaart.signer", "--keys", keys, "--public", public, "--socket", socket]
    return [*command, "--group"] if group else command


def signing_keys(keys: str, public: str) -> list[str]:
    """Return the arguments with which a person looks at those keys or replaces them, up to what is asked."""
    return ["python", "-m", "veiligheidskaart.signer", "--keys", keys, "--public", public]


def build_name_lists(lists: str) -> list[str]:
    """Return the arguments of the step that makes those lists, once for each version of their package."""
    return ["python", "-m", "rvt.name_finder", "--lists", lists, "--build"]


def prepare() -> list[str]:
    """Return the arguments of the step that makes roles and tables: the only one with the administrator's password."""
    return ["python", "manage.py", "prepare_database"]


def collect_static() -> list[str]:
    """Return the arguments of the step that gathers style and scripts; those of DRF serve pages that we do not have."""
    return ["python", "manage.py", "collectstatic", "--no-input", "--clear", "--ignore", "rest_framework"]
