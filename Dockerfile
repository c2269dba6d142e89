# docker build --tag oint-b24 .
# docker run --rm -e OINT_B24_URL oint-b24 bitrix24 ServerTime
FROM python:3.13-alpine AS build
COPY . /src
# pip compiles what it installs: the first start is as fast as the second.
RUN pip install --no-cache-dir --prefix=/installed /src

FROM python:3.13-alpine
RUN adduser -D -u 10001 oint && mkdir /work && chown oint /work
COPY --from=build /installed /usr/local
USER oint
WORKDIR /work
ENV LANG=C.UTF-8
ENTRYPOINT ["oint"]
