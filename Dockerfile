# The portal as an image: no root, nothing written but /portal/var and /tmp (compose.yaml, docs/operate.md).
FROM python:3.13-slim-trixie

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /portal
COPY requirements/run.txt requirements/run.txt
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
    -r requirements/run.txt

COPY . .
RUN python -m compileall -q . \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 700 var /backups

ENV HOST=0.0.0.0 PORT=8000 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER portal
VOLUME ["/portal/var", "/backups"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "python scripts/prepare.py && exec python scripts/serve.py"]
