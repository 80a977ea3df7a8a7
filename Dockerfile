# An image of Quizzler without Postgres and without a proxy. compose.yml adds both.
FROM python:3.13-slim AS pages
WORKDIR /quizzler
RUN python -m venv .venv && mkdir -p app/pages/static/built
COPY requirements-node.lock ./
COPY .ci .ci
COPY web web
# 3: npm's registry can't be reached; the image then has no pages, and says so
RUN .ci/web || [ $? = 3 ]

FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /quizzler

COPY requirements.txt requirements.lock ./
RUN pip install --require-hashes -r requirements.txt

COPY pyproject.toml README.md LICENSE create_tables.sql .env.example ./
COPY app app
COPY --from=pages /quizzler/app/pages/static/built app/pages/static/built
COPY client client
COPY processor processor
COPY supabase supabase
RUN pip install --no-deps --no-build-isolation -e .

RUN useradd --system quizzler && install -d -o quizzler /data
USER quizzler
VOLUME /data
ENV QUIZZLER_DATA_DIR=/data HOST=0.0.0.0
EXPOSE 8000
HEALTHCHECK --start-period=60s --interval=10s --timeout=5s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/realtime/health')"]
CMD ["quizzler", "serve"]
