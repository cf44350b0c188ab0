package com.tripsage.gateway.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The traces of OpenTelemetry, sent in the background to a collector; what it can't take is dropped, and nobody waits. */
final class Tracing implements AutoCloseable {

    private static final String TRACEPARENT = "traceparent";
    private static final Duration BETWEEN_EXPORTS = Duration.ofSeconds(1);
    private static final long PATIENCE_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Tracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("com.tripsage.gateway");
    }

    static Tracing to(String endpoint, TracingProperties properties) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setHeaders(properties::headersByName)
                .build();
        return new Tracing(SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(BETWEEN_EXPORTS)
                        .build())
                .setSampler(sampler(properties))
                .setResource(Resource.getDefault()
                        .merge(Resource.create(
                                Attributes.of(AttributeKey.stringKey("service.name"), properties.serviceName()))))
                .build());
    }

    /** What a client says of sampling counts only where it is trusted: it would decide what traces cost, by its choice of an id as well. */
    private static Sampler sampler(TracingProperties properties) {
        var share = new Share(properties.sampled());
        return properties.trustClients()
                ? Sampler.parentBased(share)
                : Sampler.parentBasedBuilder(share)
                        .setRemoteParentSampled(share)
                        .setRemoteParentNotSampled(share)
                        .build();
    }

    /**
     * The span of a request.
     *
     * @param traceparent names the client's span, as W3C's Trace Context has it; null for none, and of another form the same
     */
    Span request(String name, @Nullable String traceparent) {
        return tracer.spanBuilder(name)
                .setSpanKind(SpanKind.SERVER)
                .setParent(traceparent == null ? Context.root() : parent(traceparent))
                .startSpan();
    }

    private static Context parent(String traceparent) {
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), Map.of(TRACEPARENT, traceparent), Carrier.INSTANCE);
    }

    /** The span of a part of what another one is about. */
    Span below(Span parent, String name, SpanKind kind) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(Context.root().with(parent))
                .startSpan();
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A share of all requests, by chance rather than by the trace's id. */
    private record Share(double sampled) implements Sampler {

        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            return ThreadLocalRandom.current().nextDouble() < sampled
                    ? SamplingResult.recordAndSample()
                    : SamplingResult.drop();
        }

        @Override
        public String getDescription() {
            return toString();
        }
    }

    private enum Carrier implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    }
}
