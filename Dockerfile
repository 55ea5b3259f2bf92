FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X petitiondesk/internal/app.buildVersion=${VERSION}" -o /out/petitiondesk . \
    && mkdir -p /out/data/spool /out/data/files /out/data/anchors

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/petitiondesk /petitiondesk
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
ENV DESK_SPOOL=/data/spool
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/petitiondesk"]
CMD ["serve"]
