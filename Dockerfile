# The gateway's image. docker-compose.yml builds it; "docker build -t tripsage-gateway ." does too.

# Temurin's Java with the standard's modules and the few others that the jar uses: a JRE has 64 MB more, of languages and archives of classes.
FROM eclipse-temurin:25-jdk AS java

RUN jlink --no-man-pages --no-header-files --output /java \
        --add-modules java.se,jdk.charsets,jdk.jfr,jdk.management,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs

# Everything around the program. It comes first, so that --target runtime makes it without Maven.
FROM debian:trixie-slim AS runtime

COPY --from=java /java /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH

LABEL org.opencontainers.image.title="TripSage gateway" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --gid 10001 gateway \
 && useradd --uid 10001 --gid gateway --home-dir /gateway --no-create-home --shell /usr/sbin/nologin gateway \
 && install --directory --owner gateway --group gateway /assets

# What is in here belongs to root, so the program cannot change itself.
WORKDIR /gateway
USER 10001:10001

# The heap as a share of the container's memory: the rest is for threads, code, buffers and the local model. Set it anew for
# other flags.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"

EXPOSE 8080

# The image has neither curl nor wget, and starting a JVM for each question would cost more than the answer.
HEALTHCHECK --interval=5s --timeout=4s --start-period=90s --retries=3 CMD ["bash", "-c", \
    "exec 3<>\"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}\" && \
     printf 'GET /actuator/health/readiness HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && \
     read -r answer <&3 && echo \"$answer\" && [[ $answer == 'HTTP/1.1 200'* ]]"]

ENTRYPOINT ["java", "-jar", "gateway.jar"]

# The jar without a first run, made from the sources alone and taken apart into what changes seldom and what changes often.
FROM maven:3.9-eclipse-temurin-25 AS build

WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
# Fetches nearly all that the build needs, anew only when pom.xml changes.
RUN mvn --batch-mode --quiet -Dunchecked -Dmaven.test.skip=true -Dspring-boot.repackage.skip=true package

COPY db db
COPY graphql-schema graphql-schema
COPY src/main src/main
COPY src/aot src/aot
RUN mvn --batch-mode --quiet -Dunchecked -Dmaven.test.skip=true package \
 && java -Djarmode=tools -jar target/gateway-image.jar extract \
        --layers --application-filename gateway.jar --destination layers \
 && javac -d aot src/aot/AotCache.java

# The training run of the AOT cache, by the image's own Java, on a database that ends with it.
FROM pgvector/pgvector:pg17 AS training

COPY --from=runtime /opt/java/openjdk /opt/java/openjdk
COPY --from=build /build/aot /aot
COPY --from=build --chown=postgres /build/layers/dependencies/ /gateway/
COPY --from=build --chown=postgres /build/layers/snapshot-dependencies/ /gateway/
COPY --from=build --chown=postgres /build/layers/application/ /gateway/
RUN chown postgres /gateway
USER postgres
RUN initdb --pgdata /tmp/data --username postgres --no-locale --encoding UTF8 \
 && pg_ctl --pgdata /tmp/data --log /tmp/log --wait start \
 && SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1/postgres \
    SPRING_DATASOURCE_USERNAME=gateway SPRING_DATASOURCE_PASSWORD=gateway \
    SPRING_FLYWAY_USER=postgres SPRING_FLYWAY_PASSWORD=postgres \
    /opt/java/openjdk/bin/java -cp /aot AotCache /gateway \
 && pg_ctl --pgdata /tmp/data stop

FROM runtime

COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --from=training --chown=root:root /gateway/gateway.aot /gateway/jvm.options ./

ENTRYPOINT ["java", "@jvm.options", "-jar", "gateway.jar"]
