package com.tripsage.gateway.document;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one operation may read, write and answer.
 *
 * @param answerSize of an answer while it is made, and of the rows read for it
 * @param writtenSize of the texts that are written to the database, beyond what the request has brought
 * @param errors how many errors an answer tells, and how many violations an error
 */
@Validated
@ConfigurationProperties("gateway.limits")
public record SizeLimitProperties(
        @DefaultValue("16MB") DataSize answerSize,
        @DefaultValue("1MB") DataSize writtenSize,
        @DefaultValue("100") @Positive int errors) {}
