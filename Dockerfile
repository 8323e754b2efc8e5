# The portal in one container: SQLite and files in /data, or other places through PORTAL_DATABASE_URL and PORTAL_FILES_URL.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 LANG=C.UTF-8 PIP_NO_CACHE_DIR=1
WORKDIR /portal

# What wheels do not bring: films, tagged PDF and its Chinese letters.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*

# The libraries first: they change seldom. The portal's own set-up installs them from the lock, by hash.
COPY requirements.lock requirements-test.lock ./
COPY portal/__init__.py portal/__main__.py portal/
COPY portal/setup portal/setup
COPY portal/_bootstrap portal/_bootstrap
RUN python3 -m portal set-up

COPY portal portal
COPY templates templates
COPY static static
COPY courses courses
RUN .venv/bin/python -m compileall -q portal

# An ordinary user who may write nothing but the data.
RUN useradd --system --no-create-home --home-dir /nonexistent --uid 990 portal \
    && install --directory --owner=portal --group=portal --mode=0750 /data
USER portal
VOLUME /data
ENV PORTAL_DATA=/data PORTAL_HOST=0.0.0.0 PORTAL_PORT=8000 PORTAL_ORIGIN=http://localhost:8000
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python3", "-c", "import http.client, os, sys\nprobe = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORTAL_PORT']), timeout=4)\nprobe.request('GET', '/healthz')\nsys.exit(probe.getresponse().status != 200)"]

# Becomes the server itself, so that stopping the container stops it in order.
CMD ["python3", "-m", "portal"]
