"""Celery tasks of `accounts`. They hold no knowledge: what must be done stands in the outbox."""

from celery import shared_task


@shared_task
def sweep_outbox() -> int:
    """Do work that is due and return how much was finished. May run twice at once: rows are locked."""
    from accounts import outbox

    return outbox.sweep(during=outbox.TURN)


@shared_task
def clear_sessions() -> None:
    """Throw away the rows of sessions that ended. May run twice at once."""
    from accounts.sessions import SessionStore

    SessionStore.clear_expired()


@shared_task
def promise_digests() -> int:
    """Promise everybody for whom something came in since yesterday one mail; return how many. May run twice."""
    from accounts.services import digests

    return digests.promise()


@shared_task
def seal_access_log() -> int:
    """Seal the lines of the last minute and make the months ahead; return how many lines. May run twice at once."""
    from accounts import sealing

    sealing.prepare()
    return sealing.seal()


@shared_task
def promise_news_of_tokens() -> int:
    """Look which tokens of integrations end soon and promise to say so; return how many. May run twice."""
    from accounts.services import tokens

    return tokens.promise_news()
