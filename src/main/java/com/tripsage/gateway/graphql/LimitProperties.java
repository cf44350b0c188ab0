package com.tripsage.gateway.graphql;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one request may ask for, and how many there may be.
 *
 * @param requestTimeout how long an operation may take in all
 * @param documentLength characters of a document, counted before it is parsed
 * @param depth levels of fields in an operation, introspection excepted
 * @param fields fields of an operation, those of its fragments counted where they are used
 * @param cachedDocuments characters of parsed documents that are kept
 * @param concurrentOperations queries and mutations under way at once, those included that wait for a connection to the
 *     database
 */
@Validated
@ConfigurationProperties("gateway.limits")
record LimitProperties(
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("32768") @Positive int documentLength,
        @DefaultValue("15") @Positive int depth,
        @DefaultValue("500") @Positive int fields,
        @DefaultValue("4194304") @Positive long cachedDocuments,
        @DefaultValue("256") @Positive int concurrentOperations) {}
