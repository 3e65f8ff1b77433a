# One image for migrate, web, worker, beat, the name finder and the signer. Packages come from the lock with hashes, fonts from a package.
FROM python:3.13-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 rondom \
 && useradd --system --uid 10001 --gid rondom --no-create-home rondom \
 && useradd --system --uid 10002 --gid rondom --no-create-home rondom-signer \
 && install -d -o rondom -m 700 /var/lib/rondom /run/rondom \
 && install -d -o rondom-signer -m 700 /var/lib/rondom-signer \
 && install -d -o rondom-signer -g rondom -m 750 /run/rondom-signer \
 && install -d -o rondom-signer -g rondom -m 755 /run/rondom-keys

WORKDIR /srv/rondom
COPY config/requirements.txt config/
RUN pip install --no-cache-dir --require-hashes -r config/requirements.txt

COPY . .
RUN python -m rvt.name_finder --lists /srv/name-lists --build
ENV DJANGO_SETTINGS_MODULE=config.settings.base STATIC_ROOT=/srv/static PYTHONUNBUFFERED=1 \
    FONTCONFIG_FILE=/srv/fonts.conf
# The build needs settings, not secrets: this key lives in this one step only.
RUN python -m accounts.fonts /srv/fonts /tmp/fonts > /srv/fonts.conf \
 && head -c 60 /dev/urandom | base64 -w0 > /tmp/key \
 && SECRET_KEY_FILE=/tmp/key DATABASE_URL=postgres:///build REDIS_URL=redis://build ALLOWED_HOSTS=build \
    python manage.py collectstatic --no-input --ignore rest_framework \
 && rm /tmp/key

USER rondom
